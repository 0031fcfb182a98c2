import { Answer } from '../../../../ui/answer.tsx';
import { ButtonLink, More, VerbLink } from '../../../../ui/button.tsx';
import { DateTime } from '../../../../ui/date-time.tsx';
import { Figures } from '../../../../ui/facts.tsx';
import { Chapter, Heading, Trail } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import type { Status } from '../../consultations.rules.ts';
import { periodWords } from '../../period-words.ts';
import { Agreements, Divisions, GroupPart } from './parts.tsx';
import { Plane } from './plane.tsx';
import type { ResultView } from './result-view.ts';
import { VoteKey } from './said.tsx';

// keys: consultations.opinion_map.results.*, consultations.status.*

export type ResultsProps = { view: ResultView; status: Status; department: string; today: string };

/** What a map shows: first what everybody agrees on, then what divides, then the groups. */
export function ResultsPage(props: ResultsProps) {
  const { t } = useUi();
  const { view, status } = props;
  const { map } = view;
  const here = `/maps/${map.slug}`;
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.opinion_map.trail'), href: '/consultations' },
          { label: map.consultation.title, href: here },
          { label: t('consultations.opinion_map.results.title') },
        ]}
      />
      <ResultsHead {...props} />
      {status === 'running' && (
        <p class="result-go">
          <ButtonLink href={here} primary>
            {t('consultations.opinion_map.results.take_part')}
          </ButtonLink>
        </p>
      )}
      <ResultChapters {...props} />
      <More>
        <VerbLink href={`${here}/report`}>{t('consultations.opinion_map.results.print')}</VerbLink>
        <VerbLink href={`${here}/statements`}>{t('consultations.opinion_map.vote.all')}</VerbLink>
        <VerbLink href={`${here}/data`}>{t('consultations.opinion_map.results.data')}</VerbLink>
      </More>
    </>
  );
}

/** Title, period and the figures that everything is out of. */
export function ResultsHead({ view, status, department, today }: ResultsProps) {
  const ui = useUi();
  const { t } = ui;
  const { map, computed } = view;
  const result = computed?.result;
  const { title } = map.consultation;
  return (
    <>
      <Heading
        title={title}
        over={
          <>
            <span>{t('consultations.opinion_map.results.over')}</span>
            <span>{t(`consultations.status.${status}`)}</span>
          </>
        }
        lead={map.consultation.summary}
        facts={
          <>
            <span>{department}</span>
            <span>{periodWords(ui, map.consultation, today)}</span>
            {map.row.source && <span>{map.row.source}</span>}
          </>
        }
      />
      <Figures
        items={[
          {
            label: t('consultations.opinion_map.results.participants'),
            value: result?.participants ?? 0,
            note: t('consultations.opinion_map.results.counted', { n: result?.counted ?? 0 }),
          },
          { label: t('consultations.opinion_map.results.statements'), value: map.statements.length },
          { label: t('consultations.opinion_map.results.votes'), value: result?.votes ?? 0 },
          ...(view.open ? [{ label: t('consultations.opinion_map.results.groups'), value: view.groups.length }] : []),
        ]}
      />
      {computed && (
        <p class="quiet">
          {t(`consultations.opinion_map.results.${computed.final ? 'final_at' : 'computed_at'}`)}{' '}
          <DateTime value={computed.computedAt} form="datetime" />
        </p>
      )}
    </>
  );
}

/** The chapters that page and report share. */
export function ResultChapters({ view, department, status }: ResultsProps) {
  const { t } = useUi();
  const answer = view.answers.get(0);
  if (!view.open)
    return (
      <Notice title={t('consultations.opinion_map.results.too_few')}>
        <p>
          {t('consultations.opinion_map.results.too_few_text', {
            least: view.map.consultation.settings.leastParticipants,
            counted: view.computed?.result.counted ?? 0,
          })}
        </p>
      </Notice>
    );
  return (
    <div class="chapters">
      {answer && (
        <Chapter id="answer" title={t('consultations.opinion_map.results.answer')}>
          <Answer office={department} text={answer} />
        </Chapter>
      )}
      <Consensus view={view} />
      <Chapter
        id="dividing"
        title={t('consultations.opinion_map.results.dividing')}
        note={t('consultations.opinion_map.results.dividing_note')}
      >
        {view.dividing.length === 0 ? (
          <p>{t('consultations.opinion_map.results.dividing_none')}</p>
        ) : (
          <Divisions view={view} />
        )}
      </Chapter>
      {view.groups.length > 0 && <Groups view={view} />}
      <How view={view} status={status} />
    </div>
  );
}

function Consensus({ view }: { view: ResultView }) {
  const { t } = useUi();
  const { everybody, most, groups } = view;
  const title = t('consultations.opinion_map.results.everybody');
  return (
    <>
      <Chapter
        id="everybody"
        title={title}
        note={t(`consultations.opinion_map.results.everybody_${groups.length > 1 ? 'note' : 'plain'}`)}
      >
        <VoteKey />
        {everybody.length === 0 ? (
          <p>{t('consultations.opinion_map.results.everybody_none')}</p>
        ) : (
          <Agreements view={view} list={everybody} label={title} by="stance" />
        )}
      </Chapter>
      {most.length > 0 && (
        <Chapter
          id="most"
          title={t('consultations.opinion_map.results.most')}
          note={t('consultations.opinion_map.results.most_note')}
        >
          <Agreements view={view} list={most} label={t('consultations.opinion_map.results.most')} by="most_stance" />
        </Chapter>
      )}
    </>
  );
}

function Groups({ view }: { view: ResultView }) {
  const { t } = useUi();
  return (
    <Chapter
      id="groups"
      title={t('consultations.opinion_map.results.groups_title')}
      note={t('consultations.opinion_map.results.groups_note')}
    >
      <p>{t('consultations.opinion_map.results.groups_text', { n: view.groups.length })}</p>
      <Plane view={view} />
      {view.groups.map((group) => (
        <GroupPart view={view} group={group} />
      ))}
    </Chapter>
  );
}

function How({ view, status }: { view: ResultView; status: Status }) {
  const { t } = useUi();
  const { settings } = view.map.consultation;
  const over = status === 'ended' || status === 'answered';
  return (
    <Chapter id="how" title={t('consultations.opinion_map.results.how')}>
      <ol>
        <li>{t('consultations.opinion_map.results.how_votes')}</li>
        <li>{t('consultations.opinion_map.results.how_plane')}</li>
        <li>{t('consultations.opinion_map.results.how_groups')}</li>
        <li>{t('consultations.opinion_map.results.how_own')}</li>
        <li>{t('consultations.opinion_map.results.how_consensus')}</li>
        <li>
          {t('consultations.opinion_map.results.how_least', {
            least: settings.leastParticipants,
            smallest: settings.smallestGroup,
          })}
        </li>
        <li>{t('consultations.opinion_map.results.how_nobody')}</li>
        <li>{t(`consultations.opinion_map.results.how_${over ? 'again' : 'running'}`)}</li>
      </ol>
    </Chapter>
  );
}
