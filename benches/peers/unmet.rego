# The same question as a policy: which requirements of the input does no key in `data.known` stand for? For `opa eval`, and
# for the `regorus` of benches/programs. `data.known` is a list of keys, or one of claims.
package unmet

import rego.v1

keys contains key if {
	some key in data.known
	is_string(key)
}

keys contains key if {
	some claim in data.known
	is_object(claim)
	claim.statement == "in-scope"
	claim.regions == ""
	claim.conditions == ""
	key := concat("|", [claim.service, claim.cloud, reference(claim)])
}

reference(claim) := claim.standard if claim.level == ""

reference(claim) := concat("@", [claim.standard, claim.level]) if claim.level != ""

total := count([standard |
	some service in input.services
	some standard in service.requires
	not concat("|", [service.service, service.cloud, standard]) in keys
])
