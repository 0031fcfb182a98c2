import { seededRandom } from './random.ts';
import type { LabelledText } from './train-routing.ts';

const SPEECH: Record<string, { subjects: string[]; complaints: string[] }> = {
  园林绿化: {
    subjects: ['银杏', '草坪', '行道树', '花坛', '梧桐'],
    complaints: ['枯死了一片没人补种', '枝条压到了窗户', '很久没有修剪', '叶子长虫落了一地'],
  },
  供水: {
    subjects: ['自来水', '水压', '水表', '二次加压泵', '水龙头'],
    complaints: ['早上流出来是黄的', '三楼以上根本上不来', '读数忽然翻了一倍', '停了两天也没有通知'],
  },
  公共交通: {
    subjects: ['八路公交', '末班车', '候车亭', '公交专用道', '接驳巴士'],
    complaints: ['等了四十分钟还没来', '到站不停直接开走', '改线以后老人要走很远', '雨天没有地方躲'],
  },
  图书馆: {
    subjects: ['借书证', '阅览室', '少儿馆', '还书箱', '自习座位'],
    complaints: ['周末一开门就坐满', '系统里显示逾期其实早还了', '闭馆时间太早', '新书半年没有上架'],
  },
};

const OPENINGS = ['您好，', '请问，', '住在枫桥路，', '反映一个问题，', '再次来信，', ''];
const ENDINGS = ['请尽快处理。', '盼回复，谢谢。', '什么时候能解决？', '希望派人来看看。'];

/** Made-up messages of a made-up town, spread evenly over four labels; the same seed gives the same messages. */
export function madeUpMessages(count: number, seed = 1): LabelledText[] {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const labels = Object.keys(SPEECH);
  return Array.from({ length: count }, (_, i) => {
    const label = labels[i % labels.length] as string;
    const { subjects, complaints } = SPEECH[label]!;
    const subject = pick(subjects);
    const title = `${subject}的事`;
    return { label, text: `${title}\n${pick(OPENINGS)}${subject}${pick(complaints)}，${pick(ENDINGS)}` };
  });
}
