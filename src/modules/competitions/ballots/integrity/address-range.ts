/**
 * The range an address belongs to: IPv4 by its /24, IPv6 by its /48, as text. Whoever sends from one household or one
 * office is in one range; so are thousands behind one operator's gateway, which is why a range alone proves nothing.
 */
export function addressRange(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const four = mapped ?? (address.includes(':') ? null : address);
  if (four !== null) return `${four.split('.').slice(0, 3).join('.')}.0/24`;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const full = address.includes('::')
    ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${full
    .slice(0, 3)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/48`;
}
