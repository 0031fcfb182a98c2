import { Button, ButtonLink, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Heading, Section, Trail } from '../../../ui/layout.tsx';
import { type MatterEntry, Matters } from '../../../ui/lists.tsx';
import { StateMark, type StateTone } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { EntryState } from '../competitions.rules.ts';
import type { AskedBySomebody } from './askers.ts';
import type { EntryDeeds } from './entries.rules.ts';
import type { Asked } from './invitation.queries.ts';
import type { ListedEntry } from './own-entry.queries.ts';

const tones: Record<EntryState, StateTone> = {
  draft: 'wait',
  submitted: 'open',
  mend: 'no',
  accepted: 'ok',
  rejected: 'no',
  withdrawn: 'wait',
  disqualified: 'no',
};

/** How an entry stands, as mark and word. */
export function EntryStateMark({ state, late }: { state: EntryState; late: boolean }) {
  const { t } = useUi();
  return (
    <StateMark tone={tones[state]}>
      {t(`competitions.entry_state.${state}`)}
      {late && t('competitions.entries.late_mark')}
    </StateMark>
  );
}

export type ListedMine = ListedEntry & { deeds: EntryDeeds; until: Date | null };

export type MyEntriesProps = {
  entries: readonly ListedMine[];
  invitations: readonly AskedBySomebody[];
  asked: readonly Asked[];
  done?: string | undefined;
};

/** Everything that somebody has entered, is named in, was asked to and asked of others. */
export function MyEntriesPage(p: MyEntriesProps) {
  const { t } = useUi();
  const nothing = p.entries.length + p.invitations.length + p.asked.length === 0;
  return (
    <>
      <Trail
        items={[{ label: t('competitions.entries.me'), href: '/me' }, { label: t('competitions.entries.mine') }]}
      />
      <Heading title={t('competitions.entries.mine')} lead={t('competitions.entries.mine_lead')} />
      {p.done && <Notice tone="success" live title={t(`competitions.entries.done.${p.done}`)} />}
      {p.invitations.length > 0 && <Waiting invitations={p.invitations} />}
      {nothing ? (
        <EmptyState
          title={t('competitions.entries.none')}
          action={<ButtonLink href="/competitions">{t('competitions.entries.find')}</ButtonLink>}
        >
          <p>{t('competitions.entries.none_text')}</p>
        </EmptyState>
      ) : (
        p.entries.length > 0 && (
          <Matters entries={p.entries.map((entry) => matterOf(entry))} label={t('competitions.entries.mine')} />
        )
      )}
      {p.asked.length > 0 && <AskedOfOthers asked={p.asked} />}
    </>
  );
}

function matterOf(entry: ListedMine): MatterEntry {
  return {
    href: entry.part === 'owner' ? `/me/entries/${entry.id}` : `/competitions/${entry.slug}`,
    title: entry.title || '—',
    meta: <MetaOf entry={entry} />,
    excerpt: <NextOf entry={entry} />,
    state: <EntryStateMark state={entry.state} late={entry.late} />,
    ...(entry.part === 'member' && { aside: <Leave entry={entry} /> }),
  };
}

function MetaOf({ entry }: { entry: ListedMine }) {
  const { t } = useUi();
  return (
    <>
      {entry.competition}
      {' · '}
      {entry.category}
      {entry.number !== null && ` · ${t('competitions.entries.number', { n: entry.number })}`}
      {entry.part === 'member' && ` · ${t('competitions.entries.as_member')}`}
    </>
  );
}

/** What there is to do now, in a sentence. */
function NextOf({ entry }: { entry: ListedMine }) {
  const { t } = useUi();
  const { state, deeds } = entry;
  const certificate = entry.certified && (
    <>
      {' '}
      <VerbLink href="/me/certificates">{t('competitions.results.me')}</VerbLink>
    </>
  );
  if (entry.part === 'member')
    return (
      <>
        <span>{t('competitions.entries.member_note')}</span>
        {certificate}
      </>
    );
  const key =
    state === 'draft' || state === 'withdrawn'
      ? deeds.handIn
        ? `next_${state}`
        : `next_${state}_over`
      : state === 'mend' && !deeds.handIn
        ? 'next_mend_over'
        : state === 'accepted' && entry.competitionState === 'final'
          ? 'next_final'
          : `next_${state}`;
  return (
    <>
      <span>{t(`competitions.entries.${key}`)}</span>
      {entry.until && deeds.handIn && (
        <>
          {' '}
          <DateTime value={entry.until} form="datetime" />
        </>
      )}
      {state === 'mend' && <q class="block">{entry.mendNote}</q>}
      {state === 'accepted' && (
        <>
          {' '}
          <VerbLink href={`/competitions/${entry.slug}/entries/${entry.number}`}>
            {t('competitions.entries.see_public')}
          </VerbLink>
        </>
      )}
      {certificate}
    </>
  );
}

function Leave({ entry }: { entry: ListedMine }) {
  const { t } = useUi();
  return (
    <form action={`/me/entries/${entry.id}/team/leave`} method="post">
      <Button small label={`${t('competitions.entries.leave')}: ${entry.title || entry.competition}`}>
        {t('competitions.entries.leave')}
      </Button>
    </form>
  );
}

function Waiting({ invitations }: { invitations: readonly AskedBySomebody[] }) {
  const { t } = useUi();
  return (
    <Section id="invitations" title={t('competitions.entries.waiting')}>
      <Matters
        level="h3"
        entries={invitations.map((invitation) => ({
          href: `/me/entries/invitations/${invitation.id}`,
          title: t(`competitions.entries.invitation.lead_${invitation.kind}`, {
            who: invitation.asker || t('competitions.entries.somebody'),
            competition: invitation.competition,
            role: invitation.role || 'none',
          }),
          meta: (
            <>
              {t('competitions.entries.invitation.until')} <DateTime value={invitation.expiresAt} form="datetime" />
            </>
          ),
        }))}
      />
    </Section>
  );
}

/** People whom somebody nominated or asked into a team; that somebody declined is said only once the time has run out. */
export function AskedOfOthers({ asked, entryId }: { asked: readonly Asked[]; entryId?: string }) {
  const { t } = useUi();
  const isTeam = entryId !== undefined;
  return (
    <Section
      id="asked"
      title={t(isTeam ? 'competitions.entries.asked_team' : 'competitions.entries.asked')}
      note={t('competitions.entries.asked_note')}
    >
      <Table
        caption={t(isTeam ? 'competitions.entries.asked_team' : 'competitions.entries.asked')}
        captionHidden
        rows={asked}
        columns={[
          {
            label: t('competitions.entries.name'),
            head: true,
            cell: ({ name }) => name ?? t('competitions.entries.name_gone'),
          },
          isTeam
            ? { label: t('competitions.entries.role'), cell: ({ role }) => role ?? '' }
            : {
                label: t('competitions.entries.competition'),
                cell: ({ competition, slug }) => <a href={`/competitions/${slug}`}>{competition}</a>,
              },
          {
            label: t('competitions.entries.standing'),
            cell: ({ standing, expiresAt }) => (
              <>
                {t(`competitions.entries.standing.${standing}`)}
                {standing === 'waiting' && (
                  <>
                    {' '}
                    <span class="quiet">
                      {t('competitions.entries.until')} <DateTime value={expiresAt} form="date" />
                    </span>
                  </>
                )}
              </>
            ),
          },
          {
            label: t('competitions.entries.take_back'),
            labelHidden: true,
            cell: ({ id, standing, name }) =>
              standing === 'waiting' ? (
                <form action={`/me/entries/invitations/${id}/take-back`} method="post">
                  {entryId && <input type="hidden" name="entry" value={entryId} />}
                  <Button small label={`${t('competitions.entries.take_back')}: ${name ?? ''}`}>
                    {t('competitions.entries.take_back')}
                  </Button>
                </form>
              ) : (
                ''
              ),
          },
        ]}
      />
    </Section>
  );
}
