import { Count } from './date-time.tsx';
import { Progress } from './due.tsx';
import { Figures } from './facts.tsx';
import { Figure } from './figure.tsx';
import { Columns, Section } from './layout.tsx';
import { KeysetPager } from './pager.tsx';
import { Rate, type RateFigure } from './rings.tsx';
import { Table } from './table.tsx';

// chinese: believable content to look at, shown to developers only

/** Last week's three rates. */
export const specimenRates: [RateFigure, RateFigure, RateFigure] = [
  { label: '签收率', numerator: 21205, denominator: 21436, numeratorLabel: '一小时内签收', denominatorLabel: '派出' },
  {
    label: '按时办结率',
    numerator: 18902,
    denominator: 19614,
    numeratorLabel: '按时',
    denominatorLabel: '到期',
    excluded: '未到期 1,822 件不计',
  },
  { label: '解决率', numerator: 5541, denominator: 6318, numeratorLabel: '评为已解决', denominatorLabel: '有评价' },
];

type Office = { name: string; received: number; due: number; onTime: number; unhappy: number };
const offices: Office[] = [
  { name: '市交通运输局', received: 1284, due: 1190, onTime: 1147, unhappy: 31 },
  { name: '市人力资源和社会保障局', received: 967, due: 951, onTime: 951, unhappy: 12 },
  { name: '城东区城市管理局', received: 804, due: 733, onTime: 640, unhappy: 77 },
];
const sum = (pick: (office: Office) => number) =>
  offices.reduce((total, office) => total + pick(office), 0).toLocaleString('en');

function OfficeTable() {
  return (
    <Table
      caption="上周各单位收信与办理"
      rows={offices}
      columns={[
        { label: '单位', head: true, cell: (o) => o.name, foot: '合计' },
        {
          label: '收信，件',
          numeric: true,
          cell: (o) => <Count value={o.received} />,
          foot: sum((o) => o.received),
        },
        { label: '到期，件', numeric: true, cell: (o) => o.due.toLocaleString('en'), foot: sum((o) => o.due) },
        { label: '按时，件', numeric: true, cell: (o) => o.onTime.toLocaleString('en'), foot: sum((o) => o.onTime) },
        { label: '不满意，件', numeric: true, cell: (o) => o.unhappy, foot: sum((o) => o.unhappy) },
      ]}
    />
  );
}

/** Figures, rates, tables and a chart. */
export function SpecimenNumbers({ chart }: { chart: string }) {
  return (
    <Section id="data" title="数字" note="每个比率都写明分子、分母和不计的部分">
      <Figures
        items={[
          { label: '今天收信', value: '3,164 件', note: '截至 10:58' },
          { label: '超期未答', value: '17 件', note: '占到期 1.4%', tone: 'no' },
          { label: '已派出', value: '2,977 件', note: '中位用时 21 分', tone: 'ok' },
        ]}
      />
      <Columns>
        <Rate {...specimenRates[1]} />
        <Progress label="正在导入来信" value={1820} max={2816} note="1,820 ÷ 2,816 行，可以先做别的，好了会告诉您" />
      </Columns>
      <OfficeTable />
      <Figure
        src={chart}
        alt="上周三家单位的收信量：市交通运输局最多，1,284 件"
        caption="收信量"
        width={720}
        height={320}
        table={
          <Table
            caption="收信量"
            captionHidden
            dense
            rows={offices}
            columns={[
              { label: '单位', head: true, cell: (o) => o.name },
              { label: '件', numeric: true, cell: (o) => o.received },
            ]}
          />
        }
        downloads={[{ href: '/_specimen', label: '下载 CSV' }]}
      />
      <KeysetPager previousHref="/_specimen?before=1" nextHref="/_specimen?after=1" note="按寄出先后" />
    </Section>
  );
}
