import { describe, expect, it } from 'vitest';
import { searchTokens } from '../../../kernel/text/index.ts';
import type { Candidate } from './likeness.queries.ts';
import { rankLikes } from './likeness.ts';

/** Ideas of one call; those of one group are the same matter in other words. */
const said: readonly (readonly [group: number, title: string, text: string])[] = [
  [1, '给河滨步道装上路灯', '步道北段晚上没有路灯，散步的老人看不见路，容易摔倒。'],
  [1, '河滨步道晚上太黑，装些路灯', '下夜班走步道回家，北段一盏灯也没有，看不见路。'],
  [1, '希望河滨步道安装感应路灯', '晚上步道太黑，跑步的人和老人容易摔倒，装感应灯省电。'],
  [2, '图书馆周五开到晚上十点', '自习室八点半就清场，住校生下课才到，周五能不能开到十点？'],
  [2, '希望图书馆自习室晚点关门', '考试周一座难求，图书馆自习室能不能晚两个小时关？'],
  [3, '红砖巷口的空地改成口袋公园', '那块三角地空了五年，长草堆垃圾，改成口袋公园孩子有地方玩。'],
  [3, '把红砖巷口空地建成小公园', '红砖巷口三角地一直荒着堆垃圾，建个小公园大家都能用。'],
  [9, '河滨步道建两座公共厕所', '从北门走到南门三公里没有厕所，带孩子散步很不方便。'],
  [4, '公交站加高一点的座椅和扶手', '站台上的座椅太矮，坐下去起不来，加个扶手花不了几个钱。'],
  [5, '流浪猫狗统一绝育', '小区里的猫越来越多，冬天叫得人睡不着，可以捕捉绝育放回。'],
  [6, '建社区托育点，两岁的孩子没处去', '双职工，孩子两岁，幼儿园不收，托班一个月四千八。'],
  [7, '校门口设五分钟接送车位', '每天放学小学门口堵四十分钟，划二十个限停五分钟的车位。'],
  [8, '老楼加装电梯别再卡在一楼不同意', '三单元十二户，十一户同意，一户不同意就装不成。'],
];

function candidatesBut(except: number): (Candidate & { group: number })[] {
  return said.flatMap(([group, title, text], at) =>
    at === except
      ? []
      : [
          {
            ...{ id: String(at), number: at + 1, title, stage: 'open' as const, supports: 0, group },
            ...{ districtId: null, place: '', departmentId: null },
            titleWords: [...new Set(searchTokens(title))],
            words: [...new Set(searchTokens(text))],
          },
        ],
  );
}

describe('likeness', () => {
  it('finds the same matter in other words, and nothing else', () => {
    for (const [at, [group, title, text]] of said.entries()) {
      const found = rankLikes({ title, text }, candidatesBut(at)).map(({ number }) => said[number - 1]?.[0]);
      const others = said.filter(([other], n) => other === group && n !== at).length;
      expect([title, found]).toEqual([title, Array.from({ length: others }, () => group)]);
    }
  });

  it('finds it from the title alone while one types', () => {
    const [first] = rankLikes({ title: '河滨步道装路灯', text: '' }, candidatesBut(-1));
    expect(first?.title).toBe('给河滨步道装上路灯');
    expect(rankLikes({ title: '修一座新的足球场', text: '' }, candidatesBut(-1))).toEqual([]);
  });

  it('bears a title without words', () => {
    expect(rankLikes({ title: '？？？？', text: '……' }, candidatesBut(-1))).toEqual([]);
  });
});
