import { Button, ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { Actions, Form } from '../../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Table } from '../../../../ui/table.tsx';
import type { OpenMap } from '../open-map.ts';
import { voteName, wordsFor } from '../opinion-map.rules.ts';

// keys: consultations.opinion_map.vote.*

export type OwnVotesView = {
  map: OpenMap;
  running: boolean;
  signedIn: boolean;
  votes: readonly { statement: number; vote: number }[];
  /** just taken back: how many */
  takenBack: number | null;
};

/** What somebody said to each statement: only they see it, and can say something else or take all of it back. */
export function OwnVotesPage({ view }: { view: OwnVotesView }) {
  const { t, locale } = useUi();
  const { map, votes } = view;
  const here = `/maps/${map.slug}`;
  const shown = votes.flatMap(({ statement, vote }) => {
    const found = map.byNumber.get(statement);
    return found ? [{ number: statement, vote, ...wordsFor(locale, found) }] : [];
  });
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.opinion_map.trail'), href: '/consultations' },
          { label: map.consultation.title, href: here },
          { label: t('consultations.opinion_map.own.title') },
        ]}
      />
      <Heading
        title={t('consultations.opinion_map.own.title')}
        lead={t(`consultations.opinion_map.own.lead_${view.signedIn ? 'account' : 'visitor'}`)}
      />
      {view.takenBack !== null && (
        <Notice tone="success" live title={t('consultations.opinion_map.own.taken_back', { n: view.takenBack })} />
      )}
      <Votes view={view} shown={shown} />
      {shown.length > 0 && (
        <Section id="take-back" title={t('consultations.opinion_map.own.take_back')}>
          <p>{t('consultations.opinion_map.own.take_back_text')}</p>
          <Form id="back" action={`${here}/votes/back`}>
            <Actions>
              <Button danger>{t('consultations.opinion_map.own.take_back_all')}</Button>
            </Actions>
          </Form>
        </Section>
      )}
      <More>
        <VerbLink href={here}>{t('consultations.opinion_map.own.go')}</VerbLink>
        <VerbLink href={`${here}/results`}>{t('consultations.opinion_map.vote.see_results')}</VerbLink>
      </More>
    </>
  );
}

type Shown = { number: number; vote: number; text: string; language: string };

function Votes({ view: { map, running }, shown }: { view: OwnVotesView; shown: readonly Shown[] }) {
  const { t, locale } = useUi();
  const here = `/maps/${map.slug}`;
  if (shown.length === 0)
    return (
      <EmptyState
        title={t('consultations.opinion_map.own.none')}
        action={<ButtonLink href={here}>{t('consultations.opinion_map.own.go')}</ButtonLink>}
      />
    );
  return (
    <Table
      caption={t('consultations.opinion_map.own.caption', { n: shown.length })}
      rows={shown}
      columns={[
        {
          label: t('consultations.opinion_map.statement'),
          head: true,
          cell: (row) => <span lang={row.language === locale ? undefined : row.language}>{row.text}</span>,
        },
        {
          label: t('consultations.opinion_map.own.vote'),
          cell: (row) => t(`consultations.opinion_map.vote.${voteName(row.vote)}`),
        },
        {
          label: t('consultations.opinion_map.own.change'),
          labelHidden: true,
          cell: (row) =>
            running && (
              <VerbLink
                href={`${here}?statement=${row.number}`}
                label={`${t('consultations.opinion_map.own.change')}: ${row.text}`}
              >
                {t('consultations.opinion_map.own.change')}
              </VerbLink>
            ),
        },
      ]}
    />
  );
}
