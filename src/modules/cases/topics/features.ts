import { normaliseText, type TaggedWord, tagWords } from '../../../kernel/text/index.ts';
import { Bag, type Vocabulary } from './bag.ts';
import { familyOf } from './concepts.ts';
import { type Place, placesOf } from './places.ts';
import type { TopicMessage } from './topic.ts';

/** How much of a body is read: matters are named early, and long ones are mostly quotations of rules. */
const BODY_CHARACTERS = 1000;
/** Of the places only named in a body the first ones: later ones are comparisons and ways there. */
const BODY_PLACES = 3;

/** What one message is compared by. */
export type Features = {
  /** The normalised title, in which places known from other messages are looked for. */
  heading: string;
  /** Occurrences of the words that carry matter in the title, and in title and body. */
  title: Bag;
  text: Bag;
  /** The fine places that the title or the field for the place name, and the chief ones of the body. */
  places: Place[];
  bodyPlaces: Place[];
  /** Districts of the title, else of the body. */
  districts: Set<string>;
};

/** Parts of speech that carry matter: nouns, verbs, adjectives, names, idioms, words unknown to the dictionary. */
const CARRYING = /^(?:n|v|a|x|l|i|j|s|z|b|eng)/;

/** Words of letters as they are; Han words of two characters and more that carry matter. Politeness and the like do not. */
function countWords(words: TaggedWord[], into = new Map<string, number>()): Map<string, number> {
  for (const { word, tag } of words) {
    const carries = /^[a-z0-9]/.test(word)
      ? /^(?=.*[a-z0-9].)[a-z0-9]{2,20}$/.test(word)
      : word.length >= 2 && CARRYING.test(tag) && /^\p{Script=Han}+$/u.test(word) && !EMPTY.has(word);
    if (carries) into.set(word, (into.get(word) ?? 0) + 1);
    const family = familyOf(word);
    if (family) into.set(family, (into.get(family) ?? 0) + 1);
  }
  return into;
}

/** Words that stand in letters about anything. */
const EMPTY = new Set(
  (
    '投诉 反映 反应 举报 咨询 建议 请求 请问 希望 要求 问题 情况 您好 你好 领导 尊敬 书记 市长 政府 部门 相关 有关 有关部门 谢谢 感谢 解决 处理 回复 ' +
    '市民 居民 小区 业主 我们 没有 不能 可以 现在 目前 已经 进行 存在 严重 影响 生活 附近 时候 时间 关于 知道 出现 造成 导致 需要 ' +
    '是否 为何 何时 能否 强烈 恳请 呼吁 关注 重视 人员 工作 情形 附件 网友 来信 留言 回答 答复'
  ).split(' '),
);

/** Whether a word says nothing about the matter. */
export function isEmptyWord(word: string): boolean {
  return EMPTY.has(word);
}

/** Reads a message. The costly step of everything here (some 0.2 ms), so keep the result where a message is read twice. */
export function featuresOf(message: Pick<TopicMessage, 'title' | 'body' | 'place'>, vocabulary: Vocabulary): Features {
  const title = normaliseText(message.title);
  const body = normaliseText(message.body.slice(0, BODY_CHARACTERS));
  const titleWords = countWords(wordsOutsideDistricts(title));
  const titlePlaces = [...placesOf(title), ...(message.place ? placesOf(normaliseText(message.place)) : [])];
  const bodyPlaces = placesOf(body);
  const districts = districtsOf(titlePlaces);
  return {
    heading: title,
    title: new Bag(titleWords, vocabulary),
    text: new Bag(countWords(wordsOutsideDistricts(body), new Map(titleWords)), vocabulary),
    places: fine(titlePlaces),
    bodyPlaces: fine(bodyPlaces).slice(0, BODY_PLACES),
    districts: districts.size > 0 ? districts : districtsOf(bodyPlaces),
  };
}

function wordsOutsideDistricts(normalised: string): TaggedWord[] {
  return tagWords(normalised.replace(CODED, ' '));
}

const CODED = /(?<![a-z0-9])[a-z]\d{0,2}[市区县省]/g;

function fine(places: Place[]): Place[] {
  return places.filter((place) => place.kind !== 'district');
}

/** Districts and counties without the cities above them, which all messages share. */
function districtsOf(places: Place[]): Set<string> {
  const names = places.filter((place) => place.kind === 'district' && /[区县]$/.test(place.name));
  return new Set(names.map((place) => place.name));
}
