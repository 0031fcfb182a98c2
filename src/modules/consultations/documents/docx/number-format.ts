// chinese: recognises and writes numbers and titles of Chinese texts
import { chineseNumber } from '../structure/chinese-number.ts';

const stems = '甲乙丙丁戊己庚辛壬癸';
const branches = '子丑寅卯辰巳午未申酉戌亥';
const legal: Record<string, string> = {
  零: '零',
  一: '壹',
  二: '贰',
  三: '叁',
  四: '肆',
  五: '伍',
  六: '陆',
  七: '柒',
  八: '捌',
  九: '玖',
  十: '拾',
  百: '佰',
  千: '仟',
};

function roman(value: number): string {
  const parts: [number, string][] = [
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  if (value >= 400) return String(value);
  let text = '';
  let left = value;
  for (const [worth, sign] of parts)
    while (left >= worth) {
      text += sign;
      left -= worth;
    }
  return text;
}

function letters(value: number): string {
  return String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.min(4, Math.floor((value - 1) / 26) + 1));
}

const within = (from: number, count: number) => (value: number) =>
  value >= 1 && value <= count ? String.fromCodePoint(from + value - 1) : String(value);
const legalNumber = (value: number) => [...chineseNumber(value)].map((each) => legal[each] ?? each).join('');
const digitByDigit = (value: number) => [...String(value)].map((each) => '〇一二三四五六七八九'[Number(each)]).join('');

const formats: Record<string, (value: number) => string> = {
  decimalZero: (value) => String(value).padStart(2, '0'),
  upperRoman: roman,
  lowerRoman: (value) => roman(value).toLowerCase(),
  upperLetter: letters,
  lowerLetter: (value) => letters(value).toLowerCase(),
  chineseCounting: chineseNumber,
  chineseCountingThousand: chineseNumber,
  taiwaneseCounting: chineseNumber,
  taiwaneseCountingThousand: chineseNumber,
  japaneseCounting: chineseNumber,
  ideographDigital: digitByDigit,
  taiwaneseDigital: digitByDigit,
  chineseLegalSimplified: legalNumber,
  ideographLegalTraditional: legalNumber,
  ideographTraditional: (value) => stems[value - 1] ?? String(value),
  ideographZodiac: (value) => branches[value - 1] ?? String(value),
  decimalEnclosedCircle: within(0x2460, 20),
  decimalEnclosedCircleChinese: within(0x2460, 20),
  decimalEnclosedParen: within(0x2474, 20),
  decimalEnclosedFullstop: within(0x2488, 20),
  ideographEnclosedCircle: within(0x3280, 10),
  none: () => '',
};

/** A count as Word's `w:numFmt` writes it; decimal where the format is unknown. */
export function formatCount(value: number, format: string): string {
  return (formats[format] ?? String)(Math.min(9999, Math.max(0, value)));
}
