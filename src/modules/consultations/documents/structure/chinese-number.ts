// chinese: recognises and writes numbers and titles of Chinese texts
const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const written = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 一百二十三, 一二三, 123 and １２３ as a number below ten thousand; null where it is none. */
export function readNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  if (/^\d{1,4}$/.test(plain)) return Number(plain);
  if (plain === '' || plain.length > 9) return null;
  const characters = [...plain];
  if (characters.every((each) => each in digits))
    return characters.length <= 4 ? Number(characters.map((each) => digits[each]).join('')) : null;
  let sum = 0;
  let digit = 0;
  let lastUnit = 10_000;
  for (const each of characters) {
    const unit = units[each];
    if (unit === undefined) {
      const value = digits[each];
      if (value === undefined || digit > 0) return null;
      digit = value;
    } else {
      if (unit >= lastUnit) return null;
      // 十二 and 一百十二 have no 一 in front of 十.
      if (digit === 0 && unit !== 10 && sum > 0) return null;
      sum += (digit || 1) * unit;
      digit = 0;
      lastUnit = unit;
    }
  }
  return sum + digit;
}

/** A number below ten thousand as it is written in laws: 一百零五. */
export function chineseNumber(value: number): string {
  if (value < 10) return written[Math.max(0, value)] as string;
  let text = '';
  let gap = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) gap = text !== '';
    else {
      text += `${gap ? '零' : ''}${written[digit]}${name}`;
      gap = false;
    }
  }
  return value < 20 ? text.slice(1) : text;
}

/** XIV, iv as a number; null where it is none below 400. */
export function readRoman(text: string): number | null {
  const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const upper = text.toUpperCase();
  if (!/^(?=.)C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(upper)) return null;
  const numbers = [...upper].map((each) => values[each] as number);
  return numbers.reduce((sum, value, i) => sum + (value < (numbers[i + 1] ?? 0) ? -value : value), 0);
}
