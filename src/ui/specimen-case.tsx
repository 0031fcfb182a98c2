import { Answer } from './answer.tsx';
import { Button } from './button.tsx';
import { DateTime } from './date-time.tsx';
import { DueBar, WorkdayBar, type WorkdayCell } from './due.tsx';
import { Facts } from './facts.tsx';
import { Acts, CaseLayout, Heading, SideSection } from './layout.tsx';
import { Letter, Said } from './letter.tsx';
import { StateMark } from './marks.tsx';
import { Ratings } from './stars.tsx';
import { Meta } from './text.tsx';
import { Timeline } from './timeline.tsx';

// chinese: believable content to look at, shown to developers only

const at = (text: string) => new Date(`${text}+08:00`);

const week: WorkdayCell[] = [
  { kind: 'day', label: '10', done: true },
  { kind: 'day', label: '11', done: true },
  { kind: 'day', label: '12', done: true },
  { kind: 'day', label: '13', note: '答复', done: true, end: true },
  { kind: 'gap' },
  { kind: 'day', label: '16', note: '到期' },
];

/** A difficult matter with an extension: more days than labels fit. */
const long: WorkdayCell[] = Array.from({ length: 29 }, (_, i): WorkdayCell => {
  if (i % 6 === 5) return { kind: 'gap' };
  const day = { kind: 'day' as const, label: String(((i + 8) % 30) + 1), done: i < 17, late: i > 26 };
  return i === 28 ? { ...day, note: '到期', end: true } : i === 16 ? { ...day, note: '今天' } : day;
});

function caseEntries() {
  return [
    {
      at: at('2026-11-08T21:14'),
      step: '来信',
      body: (
        <Letter
          sign="许女士，通过市长信箱"
          text={
            '市长您好。从槐荫小学到四号院这三百来米，十一盏路灯有七盏不亮，国庆以后一直这样。\n给物业打过电话，说不归他们管；街道说已经报过。'
          }
        />
      ),
    },
    { at: at('2026-11-09T09:02'), step: '受理', note: '期限五个工作日，11 月 16 日前答复' },
    { at: at('2026-11-09T09:31'), step: '派单', note: '主办市城市照明管理处，协办城东区住房和城乡建设局' },
    {
      at: at('2026-11-13T16:40'),
      id: 'answer',
      key: true,
      step: '答复',
      body: (
        <Answer
          office="云川市城市照明管理处"
          seal="答复"
          notes={['经办：城东维护科', '审核：市政务服务热线中心']}
          text="许女士：您反映的情况属实。我们 10 日夜里到现场查过，答复如下。"
          points={[
            '七盏不亮，是九月底燃气管道施工挖断了地下电缆。12 日 23 时已抢通。',
            '校门口到公交站之间灯距过大，补装两盏，11 月 28 日前完成。',
          ]}
          foot="对答复有疑问，可打城东维护科 0800-555-0127，周一至周五 8:30—17:30。"
        />
      ),
    },
    {
      at: at('2026-11-15T20:05'),
      step: '来信人评价：已解决',
      body: (
        <>
          <Ratings
            items={[
              { label: '解决程度', value: 5 },
              { label: '办理速度', value: 3 },
            ]}
          />
          <Said text="灯亮了，谢谢师傅们半夜来修。补装的两盏我会接着看。" />
        </>
      ),
    },
    { at: at('2026-11-16T09:00'), dayOnly: true, step: '办结', note: '补装路灯一事单列跟踪' },
  ];
}

/** One case from letter to rating. */
export function SpecimenCase() {
  return (
    <CaseLayout
      afterLabel="操作与卷面"
      heading={
        <Heading
          over={<Meta items={['求助', '道路照明', '城东区槐荫路']} />}
          title={['槐荫路中段', '一到晚上就黑，', '孩子下晚自习', '不敢走']}
          facts={
            <>
              <StateMark tone="ok">已办结，来信人评为已解决</StateMark>
              <span>38 人也关注</span>
              <a href="#answer">直接看答复</a>
            </>
          }
        />
      }
      before={
        <>
          <WorkdayBar
            id="due"
            title="答复期限"
            text="五个工作日，用了 4 个"
            label="11 月 10 日起算，13 日答复，16 日到期"
            note="周末两天不算。"
            cells={week}
          />
          <DueBar
            id="promise"
            title="答应的事：补装两盏灯"
            text="还有 9 天"
            share={0.4}
            from="11 月 13 日"
            to="11 月 28 日"
          />
          <DueBar text="超期 2 天" share={1} late from="11 月 3 日" to="11 月 17 日" />
          <WorkdayBar text="二十五个工作日，还有 9 个" label="难办的事，已延期" cells={long} />
        </>
      }
      after={
        <>
          <Acts>
            <Button type="button" primary icon="follow">
              关注此件
            </Button>
            <Button type="button" opens="withdraw" danger>
              撤回
            </Button>
          </Acts>
          <SideSection id="file" title="卷面">
            <Facts
              items={[
                { label: '编号', value: '云信 2026-1108-3307' },
                { label: '主办', value: '市城市照明管理处' },
                { label: '寄出', value: <DateTime value={at('2026-11-08T21:14')} form="datetime" /> },
                { label: '公开', value: '来信人同意公开，姓名已隐去' },
              ]}
            />
          </SideSection>
        </>
      }
    >
      <Timeline entries={caseEntries()} />
    </CaseLayout>
  );
}
