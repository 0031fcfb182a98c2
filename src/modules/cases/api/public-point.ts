/**
 * A place on the map as everybody may see it: to three decimals, about a hundred metres. A letter often comes from the
 * author's own home, so the point itself stays with the office, like the number of the house.
 */
export function publicPoint(row: { lon: number | null; lat: number | null }): { lon: number; lat: number } | null {
  if (row.lon === null || row.lat === null) return null;
  return { lon: Math.round(row.lon * 1000) / 1000, lat: Math.round(row.lat * 1000) / 1000 };
}
