/** A table of numbers kept in 16 bits each, one scale a column: number = cell × scale[column]. */
export type PackedWeights = { columns: number; cells: Int16Array; scale: Float32Array };

/** Packs a table that lies row after row. */
export function packWeights(table: Float32Array, columns: number): PackedWeights {
  const scale = new Float32Array(columns);
  for (let at = 0; at < table.length; at += columns) {
    for (let c = 0; c < columns; c++) scale[c] = Math.max(scale[c]!, Math.abs(table[at + c]!));
  }
  for (let c = 0; c < columns; c++) scale[c] = (scale[c] || 1) / 32767;
  const cells = new Int16Array(table.length);
  for (let at = 0; at < table.length; at += columns) {
    for (let c = 0; c < columns; c++) cells[at + c] = Math.round(table[at + c]! / scale[c]!);
  }
  return { columns, cells, scale };
}

/** Writes into `sums` for every column: first[column] + Σ value × number, over the first `count` rows named. */
export function addRows(
  table: PackedWeights,
  first: Float32Array,
  rows: Int32Array,
  values: Float32Array,
  count: number,
  sums: Float32Array,
): void {
  const { columns, cells, scale } = table;
  sums.fill(0);
  for (let i = 0; i < count; i++) {
    const at = rows[i]! * columns;
    const value = values[i]!;
    for (let c = 0; c < columns; c++) sums[c] = sums[c]! + value * cells[at + c]!;
  }
  for (let c = 0; c < columns; c++) sums[c] = first[c]! + sums[c]! * scale[c]!;
}
