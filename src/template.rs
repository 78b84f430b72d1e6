//! Texts with `{placeholders}`.

/// Replaces each `{name}` by its value, in one pass: placeholders inside values are not replaced. A placeholder without a
/// value becomes empty.
pub fn fill<'v>(template: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(value(name).unwrap_or_default());
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_replaced_in_one_pass() {
        let value = |name: &str| match name {
            "a" => Some("1"),
            "b" => Some("{a}"),
            _ => None,
        };
        for (template, expected) in [
            ("{a} of {b}", "1 of {a}"),
            ("{b}, {a}, {a}", "{a}, 1, 1"),
            ("plain", "plain"),
            ("{x}!", "!"),
            ("open { brace", "open { brace"),
            ("", ""),
        ] {
            assert_eq!(fill(template, value), expected, "{template}");
        }
    }
}
