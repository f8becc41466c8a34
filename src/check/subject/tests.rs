//! What is asked first of a subject changes no value, and regions of many are told apart whatever their order.

use super::super::findings::union_of_regions;
use super::super::fixture;
use super::*;
use crate::model::rule::Rules;

fn with_items(look: impl FnOnce(&Context<'_>, &[Item<'_>])) {
    fixture::with_items(&crate::run::carried(), &Rules::default(), look);
}

#[test]
fn each_field_is_about_one_thing() {
    with_items(|context, items| {
        for (item, &field) in items.iter().flat_map(|item| Field::ALL.iter().map(move |field| (item, field))) {
            let of_service = item.instance().map(|instance| values::service(context, instance, field));
            let required = item.required().map(|required| values::required(context.catalog.facts(), required, field));
            let own = (!matches!(item, Item::Deployment)).then(|| item.own_value(context, field));
            let all = [own, of_service, required, Some(values::deployment(context, field))];
            let said = all.iter().flatten().filter(|value| !value.is_absent()).count();
            assert!(said <= 1, "{} is about {said} things of {:?}", field.name(), item.subject());
        }
    });
}

#[test]
fn the_regions_of_many_are_each_of_theirs_once_and_in_their_order() {
    with_items(|_, items| {
        let bound: Vec<_> = items.iter().filter(|item| !item.regions().is_empty()).collect();
        for size in [1, 2, 7, bound.len()] {
            for group in bound.chunks(size) {
                let mut each: Vec<_> = group.iter().rev().flat_map(|item| item.regions()).copied().collect();
                each.sort_unstable();
                each.dedup();
                let backwards: Vec<_> = group.iter().rev().copied().collect();
                assert_eq!(union_of_regions(&backwards).as_slice(), each, "of {size}");
            }
        }
        let unbound = items.iter().find(|item| item.regions().is_empty()).expect("one is bound to none");
        assert!(union_of_regions(&[bound[0], unbound]).is_empty());
    });
}
