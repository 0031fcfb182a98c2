import { AwardHead, RulesLine } from './award.tsx';
import { BallotBar } from './ballot-bar.tsx';
import { Button, VerbLink } from './button.tsx';
import { Hash, Slip, Steps } from './facts.tsx';
import { Gallery } from './gallery.tsx';
import { Columns, Section } from './layout.tsx';
import { StageRow } from './stage-row.tsx';

// chinese: believable content to look at, shown to developers only

const works = [
  ['油纸伞', '程伞庄，渡口街'],
  ['糖画', '老罗糖画摊，文昌路'],
  ['竹编', '青石村竹艺社'],
  ['木活字', '澄心印坊，书院巷'],
  ['修钟表', '秦记钟表，渡口街'],
  ['斫琴', '听松琴舍，西山脚'],
  ['蓝印花布', '陆家染坊，清河镇'],
  ['剪纸', '槐荫社区剪纸组'],
].map(([title = '', byLine], at) => ({ number: at + 1, title, byLine, href: '/_specimen' }));

const chosen = [1, 3, 4, 7];

/** A competition while the public votes, as the ballot shows it, and the receipt. */
export function SpecimenAward() {
  return (
    <Section id="award" title="评选">
      <form action="/_specimen">
        <AwardHead
          title="十佳街巷手艺"
          lead="云川 2026 年度评选。二十四门还在街面上做着的手艺，请您每天投一票，选出想让孩子们也见得到的。"
          facts={[
            { label: '主办', value: '市文化广电旅游局' },
            { label: '批准文号', value: '云评组批〔2026〕14 号' },
            { label: '怎么算', value: '公众投票三成，评审七成' },
            { label: '公正', value: '投票期间不公布票数' },
          ]}
        >
          <VerbLink href="/_specimen">看规则</VerbLink>
        </AwardHead>
        <StageRow
          label="评选进度"
          stages={[
            { name: '报名', note: '9 月，182 门', at: 'past' },
            { name: '初审', note: '10 月，入围 24 门', at: 'past' },
            { name: '公众投票', note: '11 月 16 日—25 日', at: 'here', here: '第 4 天，共 10 天' },
            { name: '评审', note: '11 月 26 日—12 月 4 日', at: 'ahead' },
            { name: '公示', note: '12 月 7 日—11 日', at: 'ahead' },
            { name: '颁授', note: '12 月 18 日', at: 'ahead' },
          ]}
        />
        <RulesLine title="今天的一票，最多选十门" note="按报名先后编号排列，对所有人相同。已显示 8 门，共 24 门。" />
        <Gallery label="手艺" works={works} choice={{ name: 'e', chosen, see: '看手艺' }} />
        <BallotBar
          name="e"
          chosen={chosen.length}
          most={10}
          words={{ chosen: '已选 {n} 门', left: '还可以选 {n} 门', full: '选满了', over: '多选了 {n} 门' }}
          note="；投出后给您一张回执，今天之内可以改"
        >
          <Button primary>投票</Button>
        </BallotBar>
      </form>
      <Columns>
        <Slip
          title="回执"
          seal="票讫"
          code="7Q4K-M9TX-2HVA-9C3D"
          facts={[
            { label: '投票时间', value: '11 月 18 日 20:31' },
            { label: '选了', value: '01 03 04 07，共 4 门' },
            {
              label: '封存校验',
              value: <Hash value="2a2ea8a93279b43cd0823a9c575c5100d029af7c6bced0754ec074307bb669d0" />,
            },
          ]}
        />
        <Steps
          items={[
            { title: '留好回执号', text: '上面没有您的姓名和电话，别人凭它查不到您是谁。' },
            { title: '投票期间随时可查', text: '凭回执号看到自己的一票在票册里。' },
            { title: '11 月 26 日票册公开', text: '谁都可以下载全部选票，自己算一遍。' },
          ]}
        />
      </Columns>
    </Section>
  );
}
