//! How a type is packed that is made of others: said once, for both directions.

/// A thing with named parts.
macro_rules! parts {
    ($($thing:ident { $($part:ident),* })*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                let Self { $($part),* } = self;
                $($part.pack(out);)*
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                $(let $part = Pack::unpack(input);)*
                Self { $($part),* }
            }
        }
    )*};
}

/// One of several, some of which hold values: in order, or by their names.
macro_rules! one_of {
    ($($thing:ident {
        $($case:ident $(($($value:ident),+))? $({ $($part:ident),+ })?),*
    })*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                enum Number { $($case),* }
                match self {
                    $(Self::$case $(($($value),+))? $({ $($part),+ })? => {
                        out.byte(Number::$case as u8);
                        $($($value.pack(out);)+)?
                        $($($part.pack(out);)+)?
                    })*
                }
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                enum Number { $($case),* }
                match input.byte() {
                    $(number if number == Number::$case as u8 => {
                        $($(let $value = Pack::unpack(input);)+)?
                        $($(let $part = Pack::unpack(input);)+)?
                        Self::$case $(($($value),+))? $({ $($part),+ })?
                    })*
                    _ => broken(),
                }
            }
        }
    )*};
}

/// A value under another name.
macro_rules! wrapped {
    ($($thing:ident)*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                self.0.pack(out);
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                Self(Pack::unpack(input))
            }
        }
    )*};
}

/// One of a closed set that lists its members.
macro_rules! words {
    ($($thing:ident)*) => {$(
        impl Pack for $thing {
            fn pack(&self, out: &mut Writer) {
                // Every member is in the list, which a test holds against the written names.
                let number = Self::ALL.iter().position(|one| one == self);
                number.unwrap_or(Self::ALL.len()).pack(out);
            }

            fn unpack(input: &mut Reader<'_>) -> Self {
                Self::ALL.get(usize::unpack(input)).copied().unwrap_or_else(|| broken())
            }
        }
    )*};
}
