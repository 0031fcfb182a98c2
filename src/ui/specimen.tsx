import { Answer, Pair } from './answer.tsx';
import { Button, ButtonLink, More, VerbLink } from './button.tsx';
import { Dialog, Fold } from './dialog.tsx';
import { Slip, Steps } from './facts.tsx';
import { Icon } from './icon.tsx';
import { type IconName, icons } from './icons.ts';
import { Chapter, Columns, Do, Find, Opening, Prose, Section, Trail } from './layout.tsx';
import { Letter } from './letter.tsx';
import { Matters, News, Rows, Tasks, Toc } from './lists.tsx';
import { SignalLight, StateMark, Tag, TagLine } from './marks.tsx';
import { EmptyState, Notice } from './notice.tsx';
import { Page } from './page.tsx';
import { htmlLang, type PageContext } from './page-context.ts';
import { Rings } from './rings.tsx';
import { SpecimenAward } from './specimen-award.tsx';
import { SpecimenCase } from './specimen-case.tsx';
import { SpecimenDraft } from './specimen-draft.tsx';
import { SpecimenForms } from './specimen-forms.tsx';
import { SpecimenNumbers, specimenRates } from './specimen-numbers.tsx';
import { StageRow } from './stage-row.tsx';
import { Tabs } from './tabs.tsx';
import { Kbd, Meta } from './text.tsx';

// chinese: believable content to look at, shown to developers only

function Home() {
  return (
    <Opening
      almanac={[<time dateTime="2026-11-19">11 月 19 日 星期四</time>, '三天后小雪']}
      title={
        <>
          您写信，
          <br />
          城市回信。
        </>
      }
      lead="写给市长的信，一小时内签收，多数在五个工作日内公开答复。不用注册也能写。"
      aside={
        <Rings
          title="上周的回音"
          note="11 月 9 日—15 日，收信 21,436 件"
          figures={specimenRates}
          source={{ href: '/_specimen#data', label: '下载原始数据，自己算一遍' }}
        />
      }
    >
      <Do tel={{ number: '12345', before: '或打' }}>
        <ButtonLink href="/_specimen#write" primary icon="pen">
          写信给市长
        </ButtonLink>
        <VerbLink href="/_specimen#case">查我的信</VerbLink>
      </Do>
      <Find
        action="/_specimen"
        label="先找找看，也许已经有人问过"
        placeholder="例如：居住证、暖气、路灯"
        asked={{
          label: '这几天大家在找',
          items: ['暖气不热', '居住证', '冬季停水'].map((label) => ({ label, href: '/_specimen' })),
        }}
      />
    </Opening>
  );
}

function Lists() {
  return (
    <Chapter id="lists" title="目录" note="按截止先后排列">
      <Toc
        entries={[
          {
            kind: '问卷',
            title: '今年家里的暖气，热得怎么样',
            href: '/_specimen',
            left: '还有 4 天',
            soon: true,
            note: '9 道题，约 3 分钟；结果按街道公布',
            verb: { label: '答题' },
          },
          {
            kind: '征求意见',
            title: ['《云川市', '电动自行车', '停放管理办法', '（草案）》'],
            href: '/_specimen',
            left: '还有 11 天',
            note: '逐段可以留言，已有 1,284 条意见',
            verb: { label: '提意见' },
          },
        ]}
      />
      <Rows
        entries={[
          {
            href: '/_specimen',
            title: '203 路末班车能不能晚半小时',
            facts: ['市交通运输局', '用了 4 个工作日', <StateMark tone="ok">已解决</StateMark>],
          },
          {
            href: '/_specimen',
            title: '云锦花园北门工地夜里两点还在打桩',
            facts: ['城东区城市管理局', '用了 5 个工作日', <StateMark tone="no">未解决</StateMark>],
          },
        ]}
      />
      <More>
        <VerbLink href="/_specimen">本周答复的 3,902 件</VerbLink>
      </More>
      <Tasks
        label="办事"
        entries={[
          { href: '/_specimen', icon: 'pen', title: '写信给市长', note: '说说您的事，五个工作日内答复' },
          { href: '/_specimen', icon: 'track', title: '查我的信', note: '看办到哪一步了' },
        ]}
      />
    </Chapter>
  );
}

function NewsChapter() {
  return (
    <Chapter id="news" title="新近" note="各单位署名发布">
      <News
        entries={[
          {
            kind: '辟谣',
            red: true,
            when: '昨天',
            title: ['“下周起全市停水三天”', '不属实'],
            href: '/_specimen',
            text: '只有青石街一带 11 月 20 日 22 时至次日 5 时检修停水，其他街道照常。',
            source: '市水务局，附检修通知原件',
          },
          {
            kind: '政策解读',
            when: '周二',
            title: ['小店稳岗补贴怎么领：', '四问四答'],
            href: '/_specimen',
            text: '雇两人以上、社保缴满六个月即可申领；不用跑窗口，二十个工作日到账。',
            source: '市人力资源和社会保障局',
          },
          {
            kind: '好人好事',
            when: '周一',
            title: '渡口街修表的老秦，三十年不收老人的钱',
            href: '/_specimen',
            text: '街坊 46 人联名推荐。他说：“表走得准，人心里踏实。”',
            source: '渡口街道办事处，本人同意公布',
          },
        ]}
      />
    </Chapter>
  );
}

function Marks() {
  return (
    <Section id="marks" title="记号" note="颜色之外总有形状和字">
      <p class="meta">
        <StateMark tone="ok">已解决</StateMark>
        <StateMark tone="no">未解决</StateMark>
        <StateMark tone="open">办理中</StateMark>
        <StateMark tone="wait">待受理</StateMark>
      </p>
      <p class="meta">
        <SignalLight level="none" />
        <SignalLight level="blue">24 小时件</SignalLight>
        <SignalLight level="yellow">已等 1 小时 44 分</SignalLight>
        <SignalLight level="red">超期 2 个工作日</SignalLight>
      </p>
      <TagLine label="协办" end={<Kbd>A</Kbd>}>
        <Tag>市教育局</Tag>
        <Tag remove={{ name: 'drop', value: '17', label: '去掉城东区交通运输局' }}>城东区交通运输局</Tag>
      </TagLine>
      <p class="meta">
        {(Object.keys(icons) as IconName[]).map((name) => (
          <Icon name={name} />
        ))}
      </p>
      <Tabs
        label="我的信"
        items={[
          { href: '/_specimen', label: '办理中', count: 3, current: true },
          { href: '/_specimen', label: '等我评价', count: 1, hot: true },
          { href: '/_specimen', label: '已办结', count: 1286 },
        ]}
        end="今天答复 318 件"
      />
      <Notice tone="success" live title="信已寄出。">
        <p>编号 云信 2026-1119-0127，一小时内有人签收。</p>
      </Notice>
      <Notice tone="info">
        <p>这条街本周检修，夜里 22 时到次日 5 时停水。</p>
      </Notice>
      <Notice tone="warn">
        <p>离答复期限还有 1 个工作日。</p>
      </Notice>
      <Notice tone="error" title="没有派出去。">
        <p>市教育局刚刚改了职责清单，请重新选一次。</p>
      </Notice>
      <EmptyState title="这里还没有信" action={<ButtonLink href="/_specimen">写一封</ButtonLink>}>
        <p>您写过的信会列在这里，办到哪一步都看得到。</p>
      </EmptyState>
    </Section>
  );
}

function Keep() {
  return (
    <Section id="keep" title="回执与下一步">
      <Columns>
        <Slip
          title="回执"
          code="7Q4K-M9TX-2HVA"
          seal="收讫"
          facts={[
            { label: '寄出', value: '11 月 19 日 9:14' },
            { label: '编号', value: '云信 2026-1119-0127' },
          ]}
        />
        <Steps
          items={[
            { title: '一小时内签收', text: '短信告诉您编号和由哪个单位办。' },
            { title: '五个工作日内答复', text: '最晚 11 月 26 日，周四。' },
            { title: '您来评价', text: '没解决，可以发回重办。' },
          ]}
        />
      </Columns>
      <StageRow
        label="办理进度"
        stages={[
          { name: '寄出', note: '11 月 8 日', at: 'past' },
          { name: '派单', note: '11 月 9 日', at: 'past' },
          { name: '办理', note: '市城市照明管理处', at: 'here', here: '第 3 个工作日，共 5 个' },
          { name: '答复', note: '11 月 16 日前', at: 'ahead' },
          { name: '评价', at: 'ahead' },
        ]}
      />
      <Fold summary="什么样的事不受理" icon="info">
        <Prose>
          <p>正在法院、仲裁、纪检或行政复议程序里的事，请按那里的程序走。</p>
          <ul>
            <li>已经是信访件的</li>
            <li>已经依法办结的</li>
          </ul>
        </Prose>
      </Fold>
    </Section>
  );
}

function Found() {
  return (
    <Section id="found" title="找到的信">
      <Matters
        entries={[
          {
            href: '/_specimen',
            title: ['放学路上槐荫路口', '没有红绿灯，', '孩子过街很险'],
            excerpt: (
              <>
                槐荫路和书院巷的丁字口，每天下午四点半放学，三百多个孩子从这里<mark>过马路</mark>
                。没有红绿灯，斑马线也磨没了，右转的货车不减速。上周五一个二年级的孩子被电动车带倒，膝盖缝了四针。
              </>
            ),
            meta: <Meta items={['求助', '城东区', '市公安局交通警察支队', '11 月 19 日']} />,
            state: <StateMark tone="open">办理中</StateMark>,
            aside: '38 人也关注',
          },
        ]}
      />
      <Pair>
        <article>
          <Meta items={['来信', '许女士', '11 月 8 日']} />
          <h3>
            <a href="/_specimen">槐荫路中段一到晚上就黑</a>
          </h3>
          <Letter text="十一盏路灯有七盏不亮，国庆以后一直这样。" />
        </article>
        <Answer
          as="article"
          office="市城市照明管理处"
          seal="答复"
          notes={['11 月 13 日答复，用了 4 个工作日']}
          text="12 日夜里已抢通。"
        />
      </Pair>
    </Section>
  );
}

/** Every component with believable content: to look at, and for the tests that hold them to the rules. `chart`: address of an image. */
export function Specimen({ ctx, chart }: { ctx: PageContext; chart?: string }) {
  return (
    <Page ctx={ctx} title="样张" robots="noindex" description="每个部件一份">
      <div lang={ctx.locale === 'zh-CN' ? undefined : htmlLang('zh-CN')}>
        <Home />
        <Lists />
        <NewsChapter />
        <Trail
          items={[
            { label: '首页', href: '/' },
            { label: '公开的信', href: '/_specimen' },
            { label: '云信 2026-1108-3307' },
          ]}
        />
        <SpecimenCase />
        <Found />
        <Marks />
        <SpecimenNumbers chart={chart ?? '/_specimen/chart.svg'} />
        <Keep />
        <SpecimenAward />
        <SpecimenDraft />
        <SpecimenForms />
        <Dialog id="withdraw" title="撤回这封信">
          <p>撤回以后不再办理，您写的内容仍留在您的页面上。</p>
          <More>
            <Button type="button" danger primary>
              撤回
            </Button>
          </More>
        </Dialog>
      </div>
    </Page>
  );
}
