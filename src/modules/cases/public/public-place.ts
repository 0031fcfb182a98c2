// chinese: how doors, floors and rooms are written in an address

const door =
  /[,，、\s]*[（(]?\s*(?:[A-Za-z]?\d+|[一二三四五六七八九十]+)\s*(?:号楼|号院?|栋|幢|座|单元|室|层|楼|户|弄|门|[-－—]\s*\d+)/u;

/**
 * An address as everybody may read it: down to the street, the estate or the crossing. The number of a house and what
 * comes behind it stay with the office, because a letter often comes from the author's own home.
 */
export function publicPlace(address: string): string {
  const found = door.exec(address);
  const cut = found && found.index > 0 ? address.slice(0, found.index) : found ? '' : address;
  return cut.trim().replace(/[,，、（(至到和与]+$/u, '');
}
