import { Button } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { StateMark, type StateTone } from '../../../ui/marks.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Competition } from '../competition.queries.ts';
import { type Duty, duties } from '../competitions.rules.ts';
import type { DutyRow, InvitationRow } from './duty.queries.ts';

// keys: competitions.duty.*, competitions.organise.people.*

/** How somebody stands who was asked. */
export type Standing = 'asked' | 'accepted' | 'declined' | 'taken_back' | 'laid_down' | 'erased' | 'expired';

/** A line of the page: an account that was asked, or an invitation that nobody has taken up. */
export type PersonLine = {
  id: string;
  what: 'duty' | 'invitation';
  duty: Duty;
  shownAs: string;
  /** name of the account, once it accepted */
  name: string;
  standing: Standing;
  since: Date;
  /** address of a link that is still good */
  link: string | null;
};

export function dutyLine(row: DutyRow, names: ReadonlyMap<string, string>): PersonLine {
  const standing = row.endReason ?? (row.acceptedAt ? 'accepted' : 'asked');
  return {
    id: row.id,
    what: 'duty',
    duty: row.duty,
    shownAs: row.shownAs,
    // Whoever was asked and has not agreed is nobody to the organiser yet.
    name: row.acceptedAt ? (names.get(row.accountId) ?? '') : '',
    standing,
    since: row.endedAt ?? row.acceptedAt ?? row.askedAt,
    link: null,
  };
}

export function invitationLine(row: InvitationRow, now: Date, link: string): PersonLine | null {
  if (row.outcome === 'accepted') return null;
  const standing = row.outcome ?? (row.expiresAt <= now ? 'expired' : 'asked');
  return {
    id: row.id,
    what: 'invitation',
    duty: row.duty,
    shownAs: row.shownAs,
    name: '',
    standing,
    since: row.settledAt ?? row.askedAt,
    link: standing === 'asked' && row.way === 'link' ? link : null,
  };
}

const tones: Record<Standing, StateTone> = {
  asked: 'wait',
  accepted: 'ok',
  declined: 'no',
  taken_back: 'no',
  laid_down: 'no',
  erased: 'no',
  expired: 'no',
};

/** Who works in a competition: asked, accepted, gone; and the form that asks somebody. */
export function PeoplePage(p: {
  competition: Competition;
  lines: readonly PersonLine[];
  /** link that was just made */
  made: string | null;
  values: FormValues;
  errors: FormErrors;
}) {
  const { t } = useUi();
  const open = p.lines.filter(({ standing }) => standing === 'asked' || standing === 'accepted');
  const past = p.lines.filter((line) => !open.includes(line));
  const goesOn = p.competition.state === 'draft' || p.competition.state === 'open';
  return (
    <>
      <Heading title={t('competitions.organise.tab.people')} lead={t('competitions.organise.people.lead')} />
      {p.made && (
        <Notice tone="info" title={t('competitions.organise.people.link_made')}>
          <p>
            <code>{p.made}</code>
          </p>
        </Notice>
      )}
      {open.length === 0 ? (
        <EmptyState title={t('competitions.organise.people.none')} />
      ) : (
        <Lines competition={p.competition} lines={open} acts={goesOn} />
      )}
      {goesOn && <Ask {...p} />}
      {past.length > 0 && (
        <Fold summary={t('competitions.organise.people.past', { count: past.length })}>
          <Lines competition={p.competition} lines={past} acts={false} />
        </Fold>
      )}
    </>
  );
}

function Lines(p: { competition: Competition; lines: readonly PersonLine[]; acts: boolean }) {
  const { t } = useUi();
  return (
    <Table
      caption={t('competitions.organise.people.who')}
      captionHidden
      rows={p.lines}
      columns={[
        { label: t('competitions.organise.people.duty'), cell: ({ duty }) => t(`competitions.duty.${duty}`) },
        {
          label: t('competitions.organise.people.shown_as'),
          head: true,
          cell: ({ shownAs, name }) => (
            <>
              {shownAs}
              {name && name !== shownAs && (
                <span class="quiet"> {t('competitions.organise.people.account', { name })}</span>
              )}
            </>
          ),
        },
        {
          label: t('competitions.organise.people.standing'),
          cell: (line) => (
            <>
              <StateMark tone={tones[line.standing]}>{t(`competitions.organise.people.is.${line.standing}`)}</StateMark>{' '}
              <DateTime value={line.since} />
              {line.link && (
                <Fold summary={t('competitions.organise.people.show_link')}>
                  <code>{line.link}</code>
                </Fold>
              )}
            </>
          ),
        },
        ...(p.acts
          ? [
              {
                label: t('competitions.organise.people.act'),
                cell: (line: PersonLine) => <TakeBack competition={p.competition} line={line} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function TakeBack({ competition, line }: { competition: Competition; line: PersonLine }) {
  const { t } = useUi();
  const action = `/organise/${competition.slug}/people/${line.id}/${line.what === 'duty' ? 'take-back' : 'take-back-ask'}`;
  return (
    <Fold summary={t('competitions.organise.people.take_back')}>
      <Form
        id={`back-${line.id}`}
        action={action}
        label={`${t('competitions.organise.people.take_back')}: ${line.shownAs}`}
      >
        {line.what === 'duty' && (
          <Field name="reason" label={t('competitions.organise.people.reason')} maxLength={300} required />
        )}
        <Button danger small label={`${t('competitions.organise.people.take_back')}: ${line.shownAs}`}>
          {t('competitions.organise.people.take_back')}
        </Button>
      </Form>
    </Fold>
  );
}

function Ask(p: { competition: Competition; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  return (
    <Section id="ask-part" title={t('competitions.organise.people.ask')}>
      <Form id="ask" action={`/organise/${p.competition.slug}/people`} values={p.values} errors={p.errors}>
        <Choice
          name="duty"
          legend={t('competitions.organise.people.duty')}
          options={duties.map((duty) => ({
            value: duty,
            label: t(`competitions.duty.${duty}`),
            note: t(`competitions.organise.people.duty_note.${duty}`),
          }))}
        />
        <Field
          name="shownAs"
          label={t('competitions.organise.people.shown_as')}
          hint={t('competitions.organise.people.shown_as_hint')}
          maxLength={80}
          required
        />
        <Choice
          name="way"
          legend={t('competitions.organise.people.way')}
          options={(['number', 'address', 'link'] as const).map((way) => ({
            value: way,
            label: t(`competitions.organise.people.way_is.${way}`),
            note: t(`competitions.organise.people.way_note.${way}`),
          }))}
        />
        <Field
          name="who"
          label={t('competitions.organise.people.who_is')}
          hint={t('competitions.organise.people.who_hint')}
          maxLength={254}
        />
        <Actions note={t('competitions.organise.people.ask_note')}>
          <Button primary>{t('competitions.organise.people.ask_now')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
