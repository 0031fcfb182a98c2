import { docx, notesXml, numbering, paragraph, run, stylesXml, table } from './docx.fixture.ts';

/** A draft of sixty articles in eight chapters, as an office would write it; written for tests. */
const chapters: readonly [title: string, articles: readonly string[]][] = [
  [
    '总　则',
    [
      '为了规范河滨步道的规划、建设、使用和管理，保障市民休闲、健身和通行的权利，根据有关法律、法规，结合本市实际，制定本办法。',
      '本市行政区域内云川河两岸步道的规划、建设、使用、维护和监督管理，适用本办法。\n本办法所称步道，是指沿河设置、供步行和慢跑使用的道路以及附属的照明、座椅、厕所、标识、救生等设施。',
      '步道管理坚持安全第一、行人优先、方便群众、共同维护的原则。',
      '市园林绿化部门负责全市步道的统筹和监督。区人民政府负责本辖区步道的日常管理。\n公安、水务、城市管理、生态环境、体育、文化和旅游等部门在各自职责范围内做好相关工作。',
      '步道建设和维护所需经费列入市、区两级财政预算，每年向社会公布使用情况。',
      '鼓励单位和个人以认养、捐赠、志愿服务等方式参与步道的建设和维护。',
    ],
  ],
  [
    '规划和建设',
    [
      '步道规划由市园林绿化部门会同市自然资源和规划部门编制，报市人民政府批准后公布。\n编制步道规划应当征求沿线居民的意见，公示时间不得少于三十日。',
      '新建步道的净宽不得小于二点五米。因地形限制达不到的，应当每隔一百米设置一处避让平台。',
      '步道与城市道路交会处应当设置无障碍坡道、减速带和提示标识。',
      '步道应当按照下列标准设置服务设施：\n（一）每五百米设置一处座椅和遮阳设施；\n（二）每一公里设置一处公共厕所和直饮水点；\n（三）每三百米设置一处照明控制箱和紧急呼叫装置；\n（四）临水路段连续设置护栏和救生器材。',
      '步道建设应当保护现有树木。确需移植的，应当组织专家论证，并公布论证结果。',
      '步道竣工后，建设单位应当组织沿线社区居民代表参加验收。未经验收或者验收不合格的，不得开放。',
      '步道的命名应当方便识别，尊重当地历史文化和居民习惯。',
    ],
  ],
  [
    '开放和使用',
    [
      '步道全年向公众免费开放。开放时间为每日五时至二十三时；节假日延长至二十四时。\n遇有汛情、地质灾害、设施抢修等情形需要临时关闭的，管理单位应当提前公告，并说明预计恢复开放的时间。',
      '步道按照下列时段分别安排使用：',
      '在步道上慢跑的，应当靠右侧行进，超越他人时提前示意。',
      '禁止机动车、电动自行车、自行车驶入步道。执行公务的车辆、残疾人使用的轮椅和儿童车除外。',
      '携带犬只进入步道的，应当遵守下列规定：\n（一）由成年人用长度不超过一点五米的牵引绳牵领；\n（二）为大型犬佩戴嘴套；\n（三）随身携带清洁用品，及时清理粪便；\n（四）避让老年人、残疾人、孕妇和儿童。',
      '步道内的垂钓只在划定的区域进行。垂钓者应当带走废弃的鱼线、鱼钩和饵料包装。',
      '在步道广场开展健身、舞蹈等活动的，应当控制音量。二十一时三十分至次日七时不得使用音响器材。',
      '在步道举办群众性活动的，主办单位应当提前十五日向区园林绿化部门备案，活动结束后恢复原状。',
      '任何单位和个人不得占用步道停放车辆、堆放物品、搭建设施。',
    ],
  ],
  [
    '经营和服务',
    [
      '步道沿线可以设置便民服务点，提供饮用水、简餐、书报和应急药品。服务点的数量和位置由区人民政府确定并公布。',
      '便民服务点的经营者通过公开招标产生，经营期限不超过三年。\n经营者不得转让经营权，不得扩大经营面积。',
      '流动摊贩应当在划定的区域和时段内经营，并遵守下列要求：\n（一）保持摊位周边三米以内清洁；\n（二）不使用高音喇叭；\n（三）不占用盲道和消防通道。',
      '在步道设置户外广告的，应当经批准，不得影响照明、视线和生态环境。',
      '便民服务点应当公示商品价格和投诉电话，不得强制消费。',
      '志愿服务站应当为老年人、残疾人、孕妇和儿童提供免费休息、饮水和轮椅借用服务。',
      '步道沿线的体育设施应当定期检查，发现损坏的，二十四小时内停用并设置警示标识。',
    ],
  ],
  [
    '安全和应急',
    [
      '管理单位应当建立巡查制度，每日至少巡查两次，并保存巡查记录一年。',
      '临水、陡坡、地下通道等路段应当设置警示标识和视频监控。视频资料保存不少于三十日，查阅应当登记。',
      '管理单位应当制定防汛、溺水救援、人员疏散等应急预案，每半年至少演练一次。',
      '步道沿线应当配备自动体外除颤器，位置在步道地图上标明。',
      '发生人身伤害的，管理单位应当立即组织救助，并在二小时内报告区人民政府。',
      '冬季结冰、雨后湿滑的路段，管理单位应当及时清理或者设置防滑设施。',
      '夜间照明应当保证路面平均照度不低于十勒克斯，二十三时后可以隔盏关闭。',
      '紧急呼叫装置应当二十四小时有人接听，接听后十分钟内到达现场。',
    ],
  ],
  [
    '环境和设施维护',
    [
      '步道的清扫保洁每日不少于两次，垃圾日产日清。',
      '步道沿线实行生活垃圾分类，分类容器每二百米设置一处。',
      '禁止在步道及其两侧绿地实施下列行为：\n（一）折损树木、采摘花果；\n（二）捕捉、伤害野生动物；\n（三）倾倒污水、焚烧物品；\n（四）刻画、涂污设施。',
      '设施损坏的，管理单位应当在接到报告后二日内修复；不能按期修复的，应当设置警示标识并公布修复时间。',
      '步道两侧绿地不得使用高毒农药，喷洒药剂应当提前一日公告。',
      '河道清淤、堤防加固等工程影响步道使用的，施工单位应当设置临时通道。',
      '认养步道设施的单位和个人可以在设施上标注认养标识，面积不超过零点一平方米。',
      '市园林绿化部门每年组织一次步道质量评估，评估结果向社会公布。',
    ],
  ],
  [
    '监督和法律责任',
    [
      '市、区园林绿化部门应当公布投诉电话和网上渠道，自收到投诉之日起五个工作日内答复。',
      '区人民政府应当聘请居民代表担任步道监督员，每季度听取一次意见。',
      '违反本办法第十七条规定，驾驶车辆驶入步道的，由公安机关交通管理部门依法处理。',
      '违反本办法第十八条规定，不牵领犬只或者不清理粪便的，由城市管理部门责令改正；拒不改正的，处五十元以上二百元以下罚款。',
      '违反本办法第二十条规定使用音响器材的，由公安机关责令停止；经劝阻仍不停止的，依法处罚。',
      '违反本办法第二十二条规定占用步道的，由城市管理部门责令限期清除；逾期不清除的，依法代为清除，费用由当事人承担。',
      '违反本办法第三十九条规定损坏设施的，应当依法赔偿；构成违反治安管理行为的，由公安机关依法处罚。',
      '管理单位不履行巡查、维护、公告义务的，由市园林绿化部门责令改正，通报批评；造成严重后果的，对负责的人员依法给予处分。',
      '国家机关工作人员在步道管理中滥用职权、玩忽职守、徇私舞弊的，依法给予处分。',
      '当事人对行政处罚决定不服的，可以依法申请行政复议或者提起行政诉讼。',
    ],
  ],
  [
    '附　则',
    [
      '云川湖环湖步道和山地步道的管理，参照本办法执行。',
      '区人民政府可以根据本办法制定实施细则。',
      '本办法实施前已经建成的步道，应当自本办法实施之日起三年内达到本办法规定的标准。',
      '本办法所称以上、以下，包括本数。',
      '本办法自公布之日起三十日后施行，有效期五年。',
    ],
  ],
];

export const sixtyTitle = '云川市河滨步道管理办法';

/** Chapters and articles in order; what lies within an article stands in lines of its own. */
export function sixtyArticles(): { chapter: string; articles: string[] }[] {
  return chapters.map(([chapter, articles]) => ({ chapter, articles: [...articles] }));
}

const digits = '零一二三四五六七八九';
const number = (n: number): string =>
  n < 10 ? (digits[n] as string) : `${n >= 20 ? digits[Math.floor(n / 10)] : ''}十${n % 10 > 0 ? digits[n % 10] : ''}`;

/** The whole as it would be pasted, with its numbers typed. */
export function sixtyText(change: (articles: string[]) => string[] = (articles) => articles): string {
  let count = 0;
  const lines = [sixtyTitle, '（征求意见稿）'];
  sixtyArticles().forEach(({ chapter, articles }, i) => {
    lines.push(`第${number(i + 1)}章　${chapter}`);
    for (const article of change(articles)) lines.push(`第${number(++count)}条　${article}`);
  });
  return lines.join('\n');
}

const hours = [
  ['时段', '主要用途', '照明'],
  ['5:00—8:00', '慢跑、健步', '全开'],
  ['8:00—19:00', '散步、游览', '关闭'],
  ['19:00—23:00', '散步、健身', '全开'],
];

/**
 * The same as a Word file whose chapters, articles and items are numbered by Word itself, with a table and a footnote.
 * @param change the words of an article, without its number
 */
export function sixtyDocx(change: (article: string) => string = (article) => article): Buffer {
  const body = [paragraph(sixtyTitle, { style: 'Title' }), paragraph('（征求意见稿）')];
  for (const { chapter, articles } of sixtyArticles()) {
    body.push(paragraph(chapter, { style: 'Heading1', list: 1 }));
    for (const article of articles.map(change)) {
      const [first = '', ...others] = article.split('\n');
      const note = first.includes('照度') ? '<w:r><w:footnoteReference w:id="1"/></w:r>' : '';
      body.push(paragraph('', { list: 1, listLevel: 1 }, run(first) + note));
      for (const line of others) {
        const item = /^（.）/.test(line);
        body.push(item ? paragraph(line.slice(3), { list: 1, listLevel: 2 }) : paragraph(line));
      }
      if (first.includes('时段分别安排')) body.push(table(hours));
    }
  }
  return docx({
    styles: stylesXml,
    footnotes: notesXml(['照度按照《城市道路照明设计标准》测量。']),
    numbering: numbering([
      [
        { format: 'chineseCounting', text: '第%1章' },
        { format: 'chineseCountingThousand', text: '第%2条', restart: 0 },
        { format: 'chineseCounting', text: '（%3）' },
      ],
    ]),
    body: body.join(''),
  });
}
