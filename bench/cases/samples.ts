// chinese: made-up letters, so that the search vectors hold real words
import { toTsVectorText } from '../../src/kernel/text/index.ts';

const matters = [
  ['路灯不亮', '晚上走路看不清，老人和下晚自习的孩子都不敢走'],
  ['井盖破损', '车一压就响，夜里有人被绊过，怕出大事'],
  ['垃圾没人清运', '桶已经满了三天，天热味道很大'],
  ['夜间施工扰民', '凌晨两点还在打桩，家里有备考的学生'],
  ['电梯经常停运', '十六楼的老人下不来，物业说等维修资金'],
  ['自来水发黄', '早上放十分钟还是黄的，不敢做饭'],
  ['公交等车太久', '早高峰四十分钟不来一辆，上班总迟到'],
  ['人行道被占', '摊位和车把路占满了，推婴儿车只能走机动车道'],
  ['暖气不热', '室内只有十四度，打了几次电话没有人来'],
  ['医保报销咨询', '异地看病回来该带哪些材料，要去哪个窗口'],
  ['拖欠工资', '干完活三个月了，老板一直说再等等'],
  ['下水道堵塞', '一下雨一楼就返水，家具都泡了'],
  ['油烟扰民', '楼下饭店的排烟口正对着窗户，全天关窗'],
  ['学校门口拥堵', '放学时车停两排，孩子在车缝里穿'],
  ['树枝挡住信号灯', '司机看不见红灯，昨天差点撞上'],
  ['流浪狗伤人', '小区里一群狗追人，已经咬了两个孩子'],
] as const;
const places = [
  '幸福里',
  '桂花园',
  '青石巷',
  '望湖苑',
  '三里桥',
  '纺织厂宿舍',
  '东关小学',
  '河滨公园',
  '北门菜场',
  '长宁家园',
];
const blocks = ['一期', '二期', '南门', '北门', '三号楼', '七号院', '地下车库', '东侧路口', '西侧围墙', '公交站'];
const askings = ['请问什么时候能解决', '请尽快派人来看看', '盼着有个答复', '已经反映过两次', '希望能有长久的办法'];
/** In a handful of letters only. */
export const rareWord = '水獭';
/** In one letter of sixteen. */
export const commonWord = '路灯';

export type Sample = { title: string; body: string; address: string; tokens: string };

/** Letters that differ in matter, place and wording; the last one holds the rare word. */
export function makeSamples(): Sample[] {
  const samples: Sample[] = [];
  for (const place of places)
    for (const block of blocks)
      for (const [at, [matter, why]] of matters.entries()) {
        const asking = askings[(samples.length + at) % askings.length] ?? '';
        samples.push(
          sample(
            `${place}${block}${matter}`,
            `${place}${block}这里${matter}，${why}。${asking}，谢谢。`,
            place + block,
          ),
        );
      }
  samples.push(
    sample(`河滨公园看见${rareWord}`, `昨天傍晚在河滨公园的水边看见两只${rareWord}，请保护好这片芦苇。`, '河滨公园'),
  );
  return samples;
}

function sample(title: string, body: string, address: string): Sample {
  return { title, body, address, tokens: toTsVectorText(`${title} ${address} ${body}`) };
}
