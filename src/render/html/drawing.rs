//! Small drawings beside facts: how parts make a total, what a change came from and to, when things were.

use super::escape::escaped;
use super::{Entities, Language};
use crate::sheet::{Args, Date, Figure};
use std::collections::HashMap;

/// Width of every drawing in its own units; the page scales it.
const WIDTH: f64 = 400.0;
/// Parts have as many colours; more of them begin again.
const SHADES: usize = 4;

/// A count as one bar: its parts in a row, and what no part covers. Nothing without numbers or where parts exceed the total.
pub(super) fn count(args: &Args, figures: &HashMap<&str, &Figure>) -> Option<String> {
    let value = |id: &str| figures.get(id).and_then(|f| f.value.as_f64()).filter(|v| *v > 0.0);
    let parts: Vec<(&str, f64)> = args.parts.iter().flatten().map(|p| value(&p.figure).map(|v| (p.state.as_str(), v))).collect::<Option<_>>()?;
    let sum: f64 = parts.iter().map(|(_, v)| v).sum();
    let total = args.total.as_deref().map_or(Some(sum), value)?;
    if parts.is_empty() || sum > total * 1.000_001 {
        return None;
    }
    let label = escaped(&parts.iter().map(|(state, v)| format!("{state} {v}")).collect::<Vec<_>>().join(", "));
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} 16\" role=\"img\" aria-label=\"{label}\"><rect class=\"rest\" width=\"{WIDTH}\" height=\"14\"/>");
    let mut x = 0.0;
    for (n, (state, v)) in parts.iter().enumerate() {
        let width = v / total * WIDTH;
        let title = escaped(&format!("{state} {v}"));
        out.push_str(&format!("<rect class=\"s{}\" x=\"{x:.1}\" width=\"{width:.1}\" height=\"14\"><title>{title}</title></rect>", n % SHADES));
        x += width;
    }
    out.push_str("</svg>");
    Some(out)
}

/// A change as two bars, before and after.
pub(super) fn change(args: &Args, figures: &HashMap<&str, &Figure>, language: Language) -> Option<String> {
    let figure = |id: &Option<String>| figures.get(id.as_deref()?).copied();
    let (from, to) = (figure(&args.from)?, figure(&args.to)?);
    let (a, b) = (from.value.as_f64()?, to.value.as_f64()?);
    if a < 0.0 || b < 0.0 || a.max(b) <= 0.0 || from.currency != to.currency || from.unit != to.unit {
        return None;
    }
    let label = escaped(&format!("{} → {}", from.describe(), to.describe()));
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} 34\" role=\"img\" aria-label=\"{label}\">");
    for (n, (value, figure, when)) in [(a, from, "before"), (b, to, "after")].into_iter().enumerate() {
        let width = value / a.max(b) * WIDTH;
        let title = escaped(&format!("{} {}", language.label("change", when), figure.describe()));
        out.push_str(&format!("<rect class=\"s{}\" y=\"{}\" width=\"{width:.1}\" height=\"14\"><title>{title}</title></rect>", n + 1, n * 17));
    }
    out.push_str("</svg>");
    Some(out)
}

/// Fewer dates than these need no axis.
const FEWEST: usize = 3;

/// The dates of the text on one axis, each a link to its entry. Nothing with fewer than three different days.
pub(super) fn timeline(dates: &[Date], entities: &Entities<'_>) -> Option<String> {
    let mut points: Vec<(f64, &Date)> = dates.iter().filter_map(|d| Some((year(d.value.as_deref()?)?, d))).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| a.0 == b.0);
    if points.len() < FEWEST {
        return None;
    }
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let (left, right) = (8.0, WIDTH - 8.0);
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} 40\" role=\"group\"><line class=\"axis\" x1=\"{left}\" x2=\"{right}\" y1=\"14\" y2=\"14\"/>");
    for (at, date) in &points {
        let x = left + (at - first) / (last - first) * (right - left);
        let title = escaped(date.describe());
        let number = entities.number(&date.id)?;
        out.push_str(&format!(
            "<a href=\"#e{number}\" aria-label=\"{title}\"><circle class=\"dot\" cx=\"{x:.1}\" cy=\"14\" r=\"6\"><title>{title}</title></circle></a>"
        ));
    }
    let label = |n: usize| escaped(points[n].1.describe());
    out.push_str(&format!(
        "<text x=\"{left}\" y=\"36\">{}</text><text x=\"{right}\" y=\"36\" text-anchor=\"end\">{}</text></svg>",
        label(0),
        label(points.len() - 1)
    ));
    Some(out)
}

/// The beginning of an ISO 8601 value as years with a fraction, exact enough for a drawing: `2018-06-04`, `2018-06/2018-08`, `-0043`.
/// None without a year.
fn year(value: &str) -> Option<f64> {
    let value = value.split(['/', 'T']).next()?;
    let (sign, digits) = value.strip_prefix('-').map_or((1.0, value), |rest| (-1.0, rest));
    let mut pieces = digits.split('-');
    let year: f64 = pieces.next().filter(|y| y.len() >= 4)?.parse().ok()?;
    let mut next = || pieces.next().and_then(|p| p.parse::<f64>().ok());
    let (month, day) = (next().unwrap_or(1.0), next().unwrap_or(1.0));
    Some(sign * year + (month - 1.0) / 12.0 + (day - 1.0) / 372.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_order_on_the_axis() {
        let order = ["-0043", "1999", "2018-06", "2018-06-04", "2018-07/2018-09"];
        let years: Vec<f64> = order.iter().map(|v| year(v).expect("a year")).collect();
        assert!(years.windows(2).all(|w| w[0] < w[1]), "{years:?}");
        assert_eq!(year("--06-04"), None);
        assert_eq!(year("T11:30"), None);
    }
}
