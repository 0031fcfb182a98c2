import { pinyin } from 'pinyin-pro';

const NAME_CHARACTERS = 60;

/** Surnames of two characters that are common enough to be meant when they open a name. */
const DOUBLE_SURNAMES = new Set(
  '欧阳 司马 上官 诸葛 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 长孙 宇文 司徒 令狐 端木 轩辕 呼延 百里 东郭 南门 澹台 公冶 太史 申屠 闻人 鲜于 闾丘 司空 仲孙 钟离 歐陽 諸葛 東方 獨孤 南宮 尉遲 公孫 長孫 軒轅 東郭 南門 澹臺 聞人 鮮于 閭丘 仲孫 鍾離'.split(
    ' ',
  ),
);

/** How a name is found by the letters of its pronunciation, without tones: `{ full: 'zhangsan', initials: 'zs' }`. */
export type Pinyin = { full: string; initials: string };

/**
 * The pinyin of a name; the opening characters are read as a surname (单 shan, 解 xie). Letters and digits stay,
 * lower case, and count as their own initials; everything else is left out. Reads the first 60 characters.
 */
export function pinyinOf(text: string): Pinyin {
  const clean = [...text.toWellFormed().normalize('NFKC')].slice(0, NAME_CHARACTERS).join('');
  const syllables = pinyin(clean, { type: 'array', toneType: 'none', surname: 'head', nonZh: 'consecutive', v: true });
  const letters = syllables.map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, '')).filter(Boolean);
  const isWord = (syllable: string) => /^[a-z]+$/.test(syllable);
  return {
    full: letters.join(''),
    initials: letters.map((syllable) => (isWord(syllable) ? syllable[0] : syllable)).join(''),
  };
}

/**
 * A name made unrecognisable for print: the surname (two characters for double surnames) and two stars, whatever
 * the length of the name. Empty names give the stars alone.
 */
export function maskName(name: string): string {
  const characters = [...name.toWellFormed().normalize('NFC').trim()];
  const first = characters.slice(0, 2).join('');
  const shown = characters.length > 2 && DOUBLE_SURNAMES.has(first) ? first : (characters[0] ?? '');
  return `${shown}**`;
}
