/**
 * Words by which people mean the same sort of matter. A message that holds one of them also holds the family's name,
 * so that 何时动工 and 什么时候启动 meet. Only what keeps its sense in any city; families are matters, not topics.
 */
const FAMILIES: Record<string, string> = {
  油烟: '油烟 排烟 烟道 油烟味 餐饮 餐馆 饭店 烧烤 夜宵 夜宵摊 宵夜 大排档',
  噪音: '噪音 噪声 吵 太吵 吵闹 刺耳 轰鸣 轰鸣声 扰民 睡眠 彻夜 通宵',
  扬尘: '扬尘 灰尘 粉尘 尘土 扬灰 沙尘 烟尘',
  搅拌: '搅拌站 搅拌厂 搅拌 混凝土 混泥土',
  臭气: '臭 臭味 恶臭 异味 臭气 气味',
  房屋质量: '质量 开裂 裂缝 裂纹 漏水 渗水 渗漏 空鼓 沉降 脱落 发霉 偷工减料 货不对板 安全隐患',
  动工: '动工 开工 启动 开建 完工 竣工 烂尾 停工',
  通车: '通车 开通 运营 试运行',
  拆迁: '拆迁 征地 征收 棚改 旧改 安置',
  入学: '入学 上学 学位 学区 招生 就读 划片',
  补课: '补课 补习',
  实习: '实习 打工 流水线',
  车位: '车位 停车 停车位 停车费 车库 停车场 乱停',
  捆绑: '捆绑 搭售 强买强卖 绑定 霸王',
  虚假宣传: '虚假 欺骗 欺诈 误导 忽悠',
  产权: '房产证 不动产证 产权 办证',
  交房: '交房 收房 延期 逾期',
  物业: '物业 物业费 物业公司 业委会',
  停水停电: '停水 断水 停电 断电 水压 电压',
  路灯: '路灯 照明 灯光 太暗',
  路面: '坑洼 坑坑洼洼 破损 泥泞 积水 硬化 沥青',
  堵车: '堵车 拥堵 堵塞 红绿灯 信号灯',
  公交: '公交 公交车 班车 线路 站点',
  违建: '违建 违章 侵占 占道',
  欠薪: '工资 欠薪 拖欠 薪资',
  诈骗: '诈骗 非法集资 集资 传销 跑路 受害人 立案 经侦',
  补贴: '补贴 补助 奖励 津贴',
  辐射: '辐射 高压线 高压 变电站 高压电 基站 110kv 220kv',
};

const FAMILY_OF = new Map<string, string>();
for (const [family, words] of Object.entries(FAMILIES)) {
  for (const word of words.split(' ')) FAMILY_OF.set(word, `#${family}`);
}

/** The family a word belongs to, written with a mark (#油烟) so that it is no word of a text. */
export function familyOf(word: string): string | undefined {
  return FAMILY_OF.get(word);
}

export function isFamily(word: string): boolean {
  return word.startsWith('#');
}
