/** Prints rows of equal length as a table with aligned columns, past Jest's own decoration of what is logged. */
export function printMatrix(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stderr.write(`\n${title}\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
}
