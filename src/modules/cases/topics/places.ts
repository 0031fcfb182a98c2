import { normaliseText, type TaggedWord, tagWords } from '../../../kernel/text/index.ts';

/** How fine a place is: a district says little about a matter, an estate or a school nearly everything. */
export type PlaceKind = 'district' | 'neighbourhood' | 'road' | 'site';

/** A place named in a text: `name` as written (normalised), `core` without the word for its sort (小区, 路 ...). */
export type Place = { kind: PlaceKind; name: string; core: string };

/** Words that end a place name, the longer first where one ends another. */
const ENDINGS: [PlaceKind, string[]][] = [
  [
    'neighbourhood',
    ['街道办事处', '街道', '社区', '村委会', '新村', '镇', '乡', '村', '组', '湖', '水库', '开发区', '工业园'],
  ],
  [
    'road',
    [
      '路口',
      '大道',
      '快速路',
      '高速公路',
      '高速',
      '国道',
      '大桥',
      '立交桥',
      '号线',
      '路',
      '街',
      '巷',
      '桥',
      '车站',
      '地铁站',
      '火车站',
      '高铁站',
      '南站',
      '北站',
      '西站',
      '东站',
    ],
  ],
  [
    'site',
    (
      '小区 花园 新城 家园 公馆 华府 华庭 公寓 山庄 广场 大厦 国际 名城 名都 名邸 豪庭 佳苑 嘉苑 雅苑 苑 府 庭 湾 城 郡 园 墅 ' +
      '实验小学 附属小学 小学 中学 一中 二中 三中 高中 学校 学院 大学 幼儿园 医院 卫生院 公园 市场 商场 ' +
      '产业园 楼盘 工地 物流园 影城 酒店'
    ).split(' '),
  ],
];
const KIND_BY_ENDING = new Map(ENDINGS.flatMap(([kind, endings]) => endings.map((ending) => [ending, kind] as const)));
const LONGEST_ENDING = 5;

/** Endings that say nothing about which place it is, and are left out of the core. */
const SORTS = /(?:小区|社区|楼盘|工地|街道办事处|街道|村委会|路口|地铁站|大道|镇|乡|村|组|路|街|巷|站)$/u;

/** Words that end with a place's ending and are no name. */
const ORDINARY = new Set(
  (
    '小区 社区 花园 广场 大厦 公寓 国际 学校 小学 中学 高中 学院 大学 幼儿园 医院 卫生院 公园 市场 商场 车站 地铁站 街道 新城 新村 ' +
    '城市 农村 道路 马路 公路 铁路 线路 电路 网络 一路 半路 走路 修路 让路 开路 出路 思路 高铁 政府 县政府 市政府 省政府 区政府 ' +
    '校园 家园 全城 县城 区城 商城 进城 本村 我村 全村 各村 乡村 新农村 行政村 村组 小组 党组 工作组 本镇 城镇 乡镇 上班路 ' +
    '十字路 人行路 高速 高速公路 国道 快速路 大道 大桥 立交桥 大街 小街 上街 逛街 步行街 家庭 法庭 城乡 下乡 水库 酒店 影城 工地 楼盘 ' +
    '开发区 工业园 产业园 物流园 菜市场 农贸市场 超市 市区 城区 地区 山区 园区 校区 景区 库区 辖区 片区 社会 网站 本站 到站 加油站 ' +
    '公交站 公交车站 高铁站 火车站 汽车站 搅拌站 变电站 工作站 服务站 充电站 垃圾站 中转站 垃圾中转站 卫生站 派出所 客运站 回收站 收购站 ' +
    '省道 县道 乡道 村道 街巷 小巷 里巷 交通路 十字路口 丁字路口 三岔路口 路口 红绿灯路口'
  ).split(' '),
);

/** Words at which a name cannot go on to the left. */
const STOPPERS = new Set(
  (
    '投诉 反映 反应 举报 咨询 关于 建议 请求 请问 希望 要求 强烈 质疑 询问 恳请 呼吁 反对 坚决 拒绝 严惩 曝光 揭露 关注 求助 请 ' +
    '位于 座落 坐落 地处 处于 住在 居住 家住 来自 附近 旁边 旁 对面 周边 周围 门口 隔壁 楼下 楼上 靠近 临近 紧邻 沿线 沿 从 到 至 ' +
    '我们 我 我家 本人 本 该 此 这 那 这个 那个 这条 那条 某 各 每 每个 全 全体 整个 两 两个 几个 一个 多个 所有 许多 很多 部分 有的 其他 其它 附属 ' +
    '的 了 着 过 和 与 及 跟 同 或 在 是 有 被 把 对 由 于 为 因 将 让 给 使 也 都 就 还 又 但 而 且 并 不 没 无 要 会 能 可 去 来 往 向 ' +
    '业主 居民 住户 村民 开发商 物业 政府 书记 市长 局长 领导 部门 单位 公司 小区 社区 街道 广大 现在 目前 以及 上 下 内 外 中 里 前 后 东 南 西 北侧 南侧 东侧 西侧 ' +
    '新建 修建 建 建设 扩建 规划 原 老 穿过 穿越 进 出 回 等 个 条 栋 号 期 年 月 日 大 小 大型 破坏 影响 导致 造成 严重 严重影响 离 距 距离 交 交叉'
  ).split(' '),
);
/** A word that only says what sort of estate, school or road it is; such a name is no place. */
const SORT_WORDS = new Set(
  (
    '培训 艺术 职业 驾驶 专科 眼科 民营 附近 住宅 居民 配套 公办 民办 公立 私立 建筑 同一 现 普通 安置 商住 商业 施工 人民 地方 上级 党和 党 配建 住房 高档 大型 重点 专科 综合 ' +
    '公共 公交 通行 主要 主 支 辅 便民 人行 过街 高架 跨线 天 必经之 套 跑 临 沿 泥巴 水泥 林荫 城市 市政 别 房地产 终点 旧 后 开 到 收费 一条 条'
  ).split(' '),
);
const NEVER =
  /(?:政府|家庭|法庭|开庭|天桥|线路|一条路|走投无路|套路|后花园|公办园|民办园|中小学|小组|巡视组|督察组|筹备组|专案组|家乡|返乡|回乡)$/u;
/** 东路, 中路, 二路 ...: the word before belongs to the name whatever it is. */
const PART_OF_ROAD = /^(?:[东南西北中]|[一二三四五六七八九十]+)[路街]$/u;
const STOP_TAGS = /^(?:p|r|c|d|u[^z]?|y|w|t|f|e|o|q)$/;
/** Words that end like a district and are none. */
const NO_DISTRICT =
  /^(?:.*(?:都市|城市|小区|社区|城区|市区|地区|新区|上市|入市|津市|省市)|外省|.?.?[东南西北中]+[部心]?区|(?:居民|生活|居住|商业|宿舍|住宅|新建|[一二三四五六七八]|.)[区县市省])$/u;
const LONGEST_NAME = 9;

/** Pseudonymised or short codes of provinces, cities, districts and counties (A市, A7县), and 区/县/市 with a Han name. */
const CODED_DISTRICT = /(?<![a-z0-9])[a-z]\d{0,2}(?:市|区|县|镇|村)/g;

/**
 * The places named in a text, in its order, each once: districts and counties; streets, communities, villages and
 * towns; roads; sites (estates, schools, hospitals, squares, stations ...). Names are found by how they end, and go
 * left to the first word that cannot be part of a name; an unknown name without such an ending is not found.
 */
export function extractPlaces(text: string): Place[] {
  return placesOf(normaliseText(text));
}

/** {@link extractPlaces} for text that is already normalised. */
export function placesOf(normalised: string): Place[] {
  const found = new Map<string, Place>();
  let from = 0;
  // The segmenter does not know coded districts and would draw their last character into the name that follows.
  for (const match of normalised.matchAll(CODED_DISTRICT)) {
    namesIn(tagWords(normalised.slice(from, match.index)), found);
    const kind = /[镇村]$/.test(match[0]) ? 'neighbourhood' : 'district';
    add(found, { kind, name: match[0], core: match[0] });
    from = match.index + match[0].length;
  }
  namesIn(tagWords(normalised.slice(from)), found);
  return [...found.values()];
}

function add(found: Map<string, Place>, place: Place): void {
  if (!found.has(place.name)) found.set(place.name, place);
}

function namesIn(words: TaggedWord[], found: Map<string, Place>): void {
  // First index a name may begin at: it never reaches into the name before it.
  let floor = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!.word;
    const district = districtOf(words, i);
    if (district) {
      add(found, { kind: 'district', name: district, core: district.slice(0, -1) });
      floor = i + 1;
      continue;
    }
    const kind = kindOf(word);
    if (!kind) continue;
    const name = nameEndingAt(words, i, floor);
    if (name === null) {
      if (ORDINARY.has(word)) floor = i + 1;
      continue;
    }
    // A following word for the sort belongs to the same name: 丽景 + 新城 + 小区.
    const next = words[i + 1]?.word;
    if (next !== undefined && KIND_BY_ENDING.has(next) && next.length >= 2 && name.length < LONGEST_NAME) continue;
    const core = coreOf(name);
    if (core) add(found, { kind: kindOf(name) ?? kind, name, core });
    floor = i + 1;
  }
}

/** A name without the word for its sort: 丽景新城小区 and 丽景新城 are one place. Nothing where too little is left. */
function coreOf(name: string): string | undefined {
  const core = name.replace(SORTS, '');
  if (core.length >= 2) return core;
  // 周村 is a village, 城小区 and 东街 say nothing.
  return /[镇乡村]$/.test(name) ? name : undefined;
}

function kindOf(word: string): PlaceKind | undefined {
  for (let length = Math.min(LONGEST_ENDING, word.length); length >= 1; length--) {
    const kind = KIND_BY_ENDING.get(word.slice(-length));
    if (kind) return kind;
  }
  return undefined;
}

/** The district, county or city that ends with the word at `i`, or undefined. */
function districtOf(words: TaggedWord[], i: number): string | undefined {
  const { word, tag } = words[i]!;
  if (/^[市区县省]$/.test(word)) {
    const before = words[i - 1];
    if (!before) return undefined;
    if (before.tag.startsWith('ns') && before.word.length <= 4) return before.word + word;
    return undefined;
  }
  const named = tag.startsWith('ns') || (tag.startsWith('n') && words[i - 1]?.tag.startsWith('ns'));
  if (named && /^\p{Script=Han}{1,6}[市区县省]$/u.test(word) && !NO_DISTRICT.test(word)) return word;
  return undefined;
}

function nameEndingAt(words: TaggedWord[], i: number, floor: number): string | null {
  let name = words[i]!.word;
  if (!ORDINARY.has(name) && !KIND_BY_ENDING.has(name) && [...name].length >= 4) return NEVER.test(name) ? null : name;
  for (let j = i - 1; j >= floor; j--) {
    const { word, tag } = words[j]!;
    const needed = j === i - 1 && PART_OF_ROAD.test(name);
    if (STOPPERS.has(word) && !needed) break;
    if (needed && /^\p{Script=Han}{1,4}$/u.test(word)) {
      name = word + name;
      continue;
    }
    if (STOP_TAGS.test(tag) && word !== '之') break;
    if (tag === 'v' && [...word].length >= 2) break;
    if (!/^[\p{Script=Han}a-z0-9]+$/u.test(word)) break;
    if ([...word].length + [...name].length > LONGEST_NAME) break;
    name = word + name;
  }
  if (ORDINARY.has(name) || KIND_BY_ENDING.has(name) || NEVER.test(name) || PART_OF_ROAD.test(name)) return null;
  const ending = words[i]!.word;
  return SORT_WORDS.has(name.slice(0, -ending.length)) || SORT_WORDS.has(name.slice(0, -1)) ? null : name;
}
