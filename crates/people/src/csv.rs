//! Lines of CSV as RFC 4180 has them, safe to open in a spreadsheet.

/// One line with its end. A cell that a spreadsheet would run as a formula gets an apostrophe.
pub fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    cells.join(",") + "\r\n"
}

fn quoted(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    let risky = !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if risky { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_are_quoted_and_no_formula_runs() {
        let cells = ["a", "b,c", "say \"hi\"", "=1+1", "-5", "@x"].map(str::to_owned);
        assert_eq!(super::line(&cells), "a,\"b,c\",\"say \"\"hi\"\"\",'=1+1,-5,'@x\r\n");
    }
}
