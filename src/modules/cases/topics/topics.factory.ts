import { addWords } from '../../../kernel/text/index.ts';
import type { TopicMessage } from './topic.ts';

// A city teaches the segmenter its own districts; these are invented.
addWords(['柳岸区', '青浦岭区', '松岭区']);

let serial = 0;

/** A message for tests; every one by another author unless said. */
export function topicMessage(title: string, body: string, more: Partial<TopicMessage> = {}): TopicMessage {
  serial += 1;
  const id = more.id ?? `m${String(serial).padStart(4, '0')}`;
  const at = new Date(Date.UTC(2026, 2, 1) + serial * 3_600_000);
  return { id, author: `author of ${id}`, title, body, at, support: 0, oppose: 0, follows: 0, ...more };
}

/** Neighbours of an invented estate about smoke from restaurants, in their own words. */
export function smokeMessages(): TopicMessage[] {
  return [
    topicMessage(
      '投诉云栖里小区一楼餐馆油烟扰民',
      '柳岸区云栖里小区3栋楼下新开的餐馆没有专用烟道，油烟直接飘进家里，窗户都不敢开。',
    ),
    topicMessage(
      '云栖里小区楼下饭店油烟味太大',
      '每天下午开始，楼下饭店的油烟味就从厨房窗户进来，老人一直咳嗽，请让他们装烟道。',
    ),
    topicMessage(
      '柳岸区云栖里底商烧烤店深夜排烟',
      '云栖里小区临街的烧烤店营业到凌晨两点，油烟和噪音让人睡不着，没有排烟管道。',
    ),
    topicMessage(
      '餐馆油烟什么时候有人管',
      '我家住柳岸区云栖里小区，楼下餐馆的油烟已经三个月了，打过几次电话都没有装烟道。',
    ),
    topicMessage('请查一查云栖里楼下夜宵摊', '云栖里小区门口夜宵摊油烟很重，小区居民楼下不应当开没有烟道的餐饮店。'),
  ];
}

/** Letters on other matters, some at the same estate, some the same matter elsewhere. */
export function otherMessages(): TopicMessage[] {
  return [
    topicMessage('云栖里小区电梯困人', '2栋电梯本月第三次停在半空，维保单位迟迟不换钢丝绳。'),
    topicMessage('云栖里小区外墙瓷砖脱落', '5栋外墙瓷砖掉下来砸坏了车，需要检测和加固。'),
    topicMessage('投诉望江名苑楼下餐馆油烟', '青浦岭区望江名苑1栋楼下的火锅店油烟直排，没有烟道。'),
    topicMessage('学院路路灯不亮', '学院路从桥头到菜场一段，路灯坏了半个月，晚上一片漆黑。'),
    topicMessage('12路公交等太久', '早高峰12路公交车要等四十分钟，希望增加班次。'),
    topicMessage('咨询公积金提取', '离职以后公积金怎么提取，要带什么材料。'),
    topicMessage('幼儿园学费上涨', '春芽幼儿园下学期学费涨了三百元，没有公示。'),
    topicMessage('自来水发黄', '枫桥村的自来水这一周发黄，烧开有沉淀。'),
    topicMessage('感谢社区医生', '社区医生上门给老人换药，非常耐心，谢谢。'),
    topicMessage('盲道被共享单车占满', '地铁口的盲道停满共享单车，盲人没法走。'),
    topicMessage('咨询老年卡年检', '老年卡年检能不能在网上办。'),
    topicMessage('工地夜里打桩', '松鹤大道旁的工地夜里打桩，孩子睡不着。'),
    topicMessage('树枝挡住红绿灯', '长虹路与新华街交叉口的树枝挡住红绿灯。'),
    topicMessage('下水道堵塞', '老城巷下水道堵塞，雨天污水倒灌进屋。'),
    topicMessage('快递柜收费', '快递柜超过十二小时就收费，没有事先说明。'),
  ];
}
