import type { MadeOpinion } from '../../src/modules/consultations/desk/desk.factory.queries.ts';

/** What two thousand people say about the draft of sixty articles: much alike on two of them, the rest here and there. */

/** With the three that people of the journey write and one that comes in a letter they are two thousand. */
export const crowdSize = 1996;
/** how many of them are about the hours in article 14 and about dogs in article 18 */
export const hours = 420;
export const dogs = 360;

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

const who = ['晨跑的人', '河东居民', '带孩子的家长', '下夜班的护士', '老周', '步道志愿者', '临河小区业主'];
const early = [
  '五时开门晚了，夏天四点半天就亮，请提前到四时三十分，晨跑的人只能跑在马路上。',
  '请把早上开放提前到四时三十分，夏天四点半天就亮了，晨跑的人没地方去，只能跑在马路上。',
  '夏天四点半天就亮了，五时才开门太晚，建议四时三十分开放，不然晨跑只能跑在马路上。',
];
const aboutDogs = [
  '牵引绳一点五米太长，人多的时候狗会扑到孩子，建议改成一米二以内。',
  '人多的时候一点五米的绳子狗会扑到孩子，牵引绳改成一米二以内吧。',
  '大型犬不应该进步道，戴了嘴套孩子也害怕。',
  '请在入口放捡狗粪的袋子和垃圾桶，光罚款没有用。',
];
const places = ['柳林段', '云川桥下', '码头广场', '湿地公园口', '老船厂', '二号闸', '芦花湾'];
const things = [
  '的照明箱常常不亮，晚上看不见路，希望写明多久修好',
  '希望多放几张有靠背的座椅，老人走累了能坐',
  '下雨积水，轮椅过不去，请把坡道写进标准',
  '的摊位占了盲道，请写清谁来管、多久到场',
  '跳舞的音响太响，孩子写作业受影响',
  '能不能种些遮阴的树，夏天中午没法走',
  '垂钓的人甩竿很危险，应当划出固定的区域',
  '没有厕所的指示牌，外地来的人找不到',
];
const ends = [
  '。',
  '，我每天都从那里走。',
  '，去年已经反映过一次。',
  '，请写得具体一些。',
  '，附近几栋楼的人都这么说。',
];

/** The same each time. */
export function crowd(): MadeOpinion[] {
  return Array.from({ length: crowdSize }, (_, at): MadeOpinion => {
    const shownAs = pick(who, at);
    if (at < hours) return { text: pick(early, at), anchor: 'art-14', shownAs };
    if (at < hours + dogs) return { text: pick(aboutDogs, at), anchor: 'art-18', shownAs };
    const text = `${pick(places, at)}${pick(things, Math.floor(at / 7))}${pick(ends, Math.floor(at / 3))}`;
    const article = 1 + ((at * 7) % 60);
    const anchor = at % 9 === 0 || article === 18 ? null : `art-${article}`;
    return { text, anchor, shownAs };
  });
}
