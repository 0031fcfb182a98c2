import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Chapter, Heading, Prose, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { rateNames } from './figures.rules.ts';

/** What can be downloaded, what each column means, and how every rate is made of them. */
export function OpenDataPage({ columns, from, until }: { columns: readonly string[]; from: string; until: string }) {
  const { t } = useUi();
  return (
    <>
      <Trail
        items={[
          { label: t('cases.statistics.home'), href: '/' },
          { label: t('cases.statistics.title'), href: '/statistics' },
          { label: t('cases.statistics.open_data') },
        ]}
      />
      <Heading title={t('cases.statistics.open_data')} lead={t('cases.statistics.data.lead')} />
      <Chapter id="get" title={t('cases.statistics.data.get')}>
        <Form id="period" action="/data/rounds.csv" method="get" values={{ from, until }}>
          <Field name="from" type="date" label={t('cases.statistics.from')} />
          <Field name="until" type="date" label={t('cases.statistics.until')} />
          <Actions note={t('cases.statistics.data.size')}>
            <Button primary>{t('cases.statistics.download_csv')}</Button>
            <Button formAction="/data/rounds.xlsx">{t('cases.statistics.download_xlsx')}</Button>
            <Button formAction="/data/rounds.json">{t('cases.statistics.download_json')}</Button>
          </Actions>
        </Form>
      </Chapter>
      <Chapter id="rates" title={t('cases.statistics.data.rates')}>
        <Prose>
          <dl>
            {rateNames.map((name) => (
              <div>
                <dt>
                  <b>{t(`cases.statistics.rate.${name}`)}</b>
                </dt>
                <dd>{t(`cases.statistics.data.rate.${name}`)}</dd>
              </div>
            ))}
          </dl>
          <p>{t('cases.statistics.data.closed_up')}</p>
        </Prose>
      </Chapter>
      <Chapter id="columns" title={t('cases.statistics.data.columns')}>
        <Table
          caption={t('cases.statistics.data.columns')}
          captionHidden
          columns={[
            { label: t('cases.statistics.data.column'), head: true, cell: (name: string) => <code>{name}</code> },
            { label: t('cases.statistics.data.meaning'), cell: (name: string) => t(`cases.statistics.column.${name}`) },
          ]}
          rows={columns}
        />
        <p class="more">
          <ButtonLink href="/statistics">{t('cases.statistics.title')}</ButtonLink>
        </p>
      </Chapter>
    </>
  );
}
