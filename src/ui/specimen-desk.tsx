import { Deeds, DeskColumns, DeskPanes, DeskSection, Likes, MatterHead, Suggestions } from './desk.tsx';
import { WorkdayCells } from './due.tsx';
import { Facts } from './facts.tsx';
import { Field } from './field.tsx';
import { Form } from './form.tsx';
import { Letter } from './letter.tsx';
import { SignalLight, Tag, TagLine } from './marks.tsx';
import { Page } from './page.tsx';
import type { PageContext } from './page-context.ts';
import { Kbd } from './text.tsx';

// chinese: believable content to look at, shown to developers only

const queue = [
  {
    kind: '举报',
    title: '老人独居，屋里燃气味很重，报警器在响',
    from: '10:51 热线，城西区',
    level: 'red',
    light: '余 53 分',
  },
  {
    kind: '求助',
    title: '青石街 18 号院停水，自来水公司电话打不通',
    from: '10:37 热线，城东区',
    level: 'blue',
    light: '24 小时件',
  },
  {
    kind: '求助',
    title: '放学路上槐荫路口没有红绿灯，孩子过街很险',
    from: '9:14 市长信箱',
    level: 'yellow',
    light: '已等 1 小时 44 分',
  },
  {
    kind: '咨询',
    title: '小店稳岗补贴申领后多久到账',
    from: '9:31 网站，全市',
    level: 'none',
    light: '已等 1 小时 27 分',
  },
] as const;

function Decide() {
  return (
    <>
      <DeskSection id="to" title="派给谁" end="按职责清单和往例算出，由您定">
        <Suggestions
          name="office"
          label="派给谁"
          value="traffic"
          form="dispatch"
          options={[
            {
              value: 'traffic',
              label: '市公安局交通警察支队',
              keyHint: '1',
              fit: 0.9,
              why: '职责清单 3.2“信号灯设置”；近一年同类 41 件，由其办 37 件，退回 1 件',
            },
            { value: 'other', label: '另选单位', keyHint: '2', why: '108 个单位，打拼音首字母即可' },
          ]}
        />
        <TagLine label="协办" end={<a href="/_specimen/desk">加</a>}>
          <Tag remove={{ name: 'drop', value: '17', label: '去掉市教育局' }}>市教育局</Tag>
        </TagLine>
      </DeskSection>
      <DeskSection id="limits" title="期限" end={<Kbd>T</Kbd>}>
        <Facts
          ruled
          items={[
            { label: '签收', value: <b>今天 11:58 前</b>, end: '1 小时' },
            { label: '答复', value: <b>11 月 26 日</b>, end: '5 个工作日' },
          ]}
        />
        <WorkdayCells
          cells={[
            { kind: 'day', label: '20' },
            { kind: 'gap' },
            { kind: 'day', label: '23', note: '退回止' },
            { kind: 'day', label: '24' },
            { kind: 'day', label: '25' },
            { kind: 'day', label: '26', note: '答复', end: true },
          ]}
        />
      </DeskSection>
    </>
  );
}

function Matter() {
  return (
    <>
      <MatterHead
        title={['放学路上槐荫路口', '没有红绿灯，', '孩子过街很险']}
        backLabel="待派单 46 件"
        facts={['云信 2026-1119-0127', '求助', '同意公开', '来信人 许**，已核实']}
        position="第 3 件"
        previousHref="/_specimen/desk?at=2"
        nextHref="/_specimen/desk?at=4"
      />
      <DeskColumns
        left={
          <>
            <Letter
              sign="9:14，市长信箱，附照片 3 张"
              text={
                '槐荫路和书院巷的丁字口，每天下午四点半放学，三百多个孩子从这里过马路。\n请市里来看一次放学，装个灯，哪怕先派个人。'
              }
            />
            <DeskSection id="same" title="同一处，近 90 天另有 1 件" end={<Kbd>M</Kbd>}>
              <Likes
                entries={[
                  { href: '/_specimen/desk', title: '书院巷口斑马线看不见了', facts: ['10 月 30 日', '办理中'] },
                ]}
              />
            </DeskSection>
            <Form id="dispatch" action="/_specimen/desk">
              <Field
                name="note"
                type="textarea"
                paper="plain"
                rows={3}
                label="派单意见"
                value="请于 20 日放学时段到现场。"
              />
            </Form>
          </>
        }
        right={<Decide />}
      />
    </>
  );
}

/** The staff's desk with believable content. */
export function SpecimenDesk({ ctx }: { ctx: PageContext }) {
  return (
    <Page
      ctx={ctx}
      title="派单台"
      robots="noindex"
      bare
      staff={{
        role: ['派单台', '市政务服务热线中心', '早班'],
        places: [
          { href: '/_specimen/desk', label: '派单', current: true },
          { href: '/_specimen', label: '统计' },
        ],
        search: { action: '/_specimen/desk', placeholder: '编号、电话、地名' },
        queues: [
          { href: '/_specimen/desk', label: '待派单', count: 46, current: true },
          { href: '/_specimen/desk', label: '退回待裁', count: 5, hot: true },
        ],
        pace: '今天 10:58，收 364 件，派出 318 件',
      }}
    >
      <DeskPanes
        listLabel="待派单"
        order="紧急在前，其余先到先派"
        shown="1—4，共 46 件"
        entries={queue.map((q, i) => ({
          href: `/_specimen/desk?at=${i + 1}`,
          kind: q.kind,
          title: q.title,
          meta: q.from,
          light: <SignalLight level={q.level}>{q.light}</SignalLight>,
          current: i === 2,
        }))}
        deeds={
          <Deeds
            deeds={[
              { label: '派单', primary: true, keyHint: 'D', form: 'dispatch' },
              { label: '并单', keyHint: 'M', form: 'dispatch', name: 'deed', value: 'merge' },
              { label: '看公开页', href: '/_specimen', keyHint: 'O' },
            ]}
            keys={[{ key: 'Z', label: '撤回上一步' }]}
          />
        }
      >
        <Matter />
      </DeskPanes>
    </Page>
  );
}
