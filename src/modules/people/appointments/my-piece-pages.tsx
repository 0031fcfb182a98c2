import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Prose, Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { Appointment } from './appointment.queries.ts';
import { PieceStateMark } from './appointment-words.tsx';
import { pieceKinds } from './appointments.rules.ts';
import type { Piece } from './piece.queries.ts';
import { AppealForm, HiddenNotice } from './piece-moderation-parts.tsx';
import { type Offices, PieceAnswer, PieceText } from './piece-parts.tsx';

/** What was typed into one of the page's forms, and what is wrong with it. */
export type Typed = { form: string; values: FormValues; errors: FormErrors };

/** A new inspection or advice. */
export function WritePage(p: { appointment: Appointment; office: string; days: number; typed?: Typed | undefined }) {
  const { t } = useUi();
  const { number } = p.appointment;
  return (
    <>
      <Trail
        items={[
          { label: t('people.appointments.me.title'), href: '/me/appointments' },
          { label: t('people.appointments.me.write') },
        ]}
      />
      <Sheet
        title={t('people.appointments.me.write')}
        lead={t('people.appointments.me.write_lead', { office: p.office, days: p.days })}
      >
        <Form
          id={`piece-${number}`}
          action={`/me/appointments/${number}/write`}
          values={p.typed?.values ?? { kind: 'inspection' }}
          errors={p.typed?.errors ?? {}}
          keepDraft
        >
          <Choice
            name="kind"
            legend={t('people.appointments.piece_kind')}
            options={pieceKinds.map((value) => ({
              value,
              label: t(`people.appointments.piece.${value}`),
              note: t(`people.appointments.piece_note.${value}`),
            }))}
            required
          />
          <PieceFields />
          <Actions note={t('people.appointments.me.send_note')}>
            <Button primary>{t('people.appointments.me.send')}</Button>
          </Actions>
        </Form>
      </Sheet>
    </>
  );
}

function PieceFields() {
  const { t } = useUi();
  return (
    <>
      <Field name="title" label={t('people.appointments.title_of')} maxLength={60} counted required />
      <Field
        name="heldOn"
        type="date"
        label={t('people.appointments.held_on')}
        hint={t('people.appointments.inspections_only')}
        width="half"
      />
      <Field
        name="place"
        label={t('people.appointments.place')}
        hint={t('people.appointments.inspections_only')}
        maxLength={100}
      />
      <Field
        name="seen"
        type="textarea"
        rows={8}
        maxLength={5000}
        counted
        label={t('people.appointments.seen')}
        hint={t('people.appointments.seen_hint')}
      />
      <Field
        name="advice"
        type="textarea"
        rows={6}
        maxLength={5000}
        counted
        label={t('people.appointments.advice')}
        required
      />
      <Field
        name="hours"
        label={t('people.appointments.hours')}
        hint={t('people.appointments.hours_hint')}
        inputmode="decimal"
        width="short"
        optional
      />
    </>
  );
}

/** One piece for whoever wrote it: the answer, and making both public. */
export function MyPiecePage(p: { piece: Piece; offices: Offices; typed?: Typed | undefined }) {
  const { t } = useUi();
  const { piece } = p;
  const base = `/me/appointments/${piece.number}/${piece.n}`;
  return (
    <>
      <Trail items={[{ label: t('people.appointments.me.title'), href: '/me/appointments' }, { label: piece.title }]} />
      <Heading
        title={piece.title}
        over={t(`people.appointments.piece.${piece.kind}`)}
        facts={<PieceStateMark state={piece.state} />}
      />
      {piece.hiddenAt && <HiddenNotice piece={piece} tone="warn" />}
      {piece.hiddenAt && piece.appeal === null && <AppealForm base={base} typed={p.typed} />}
      <PieceText piece={piece} sign={piece.publicName} />
      <PieceAnswer piece={piece} offices={p.offices} />
      {piece.state === 'sent' && (
        <Form id="withdraw" action={`${base}/withdraw`}>
          <Prose>
            <p>
              {t('people.appointments.me.waits')} <DateTime value={piece.dueAt} form="date" />
            </p>
          </Prose>
          <Actions>
            <Button>{t('people.appointments.me.withdraw')}</Button>
          </Actions>
        </Form>
      )}
      {piece.state === 'answered' && <PublishForm piece={piece} base={base} typed={p.typed} />}
      {piece.state === 'published' && !piece.hiddenAt && (
        <Actions>
          <ButtonLink href={`/appointments/${piece.number}#p${piece.n}`}>
            {t('people.appointments.me.see_public')}
          </ButtonLink>
        </Actions>
      )}
    </>
  );
}

function PublishForm({ piece, base, typed }: { piece: Piece; base: string; typed?: Typed | undefined }) {
  const { t } = useUi();
  const { title, place, seen, advice } = piece;
  return (
    <Section
      id="publish"
      title={t('people.appointments.me.publish_title')}
      note={t('people.appointments.me.publish_note')}
    >
      <Form
        id="publish-form"
        action={`${base}/publish`}
        values={typed?.values ?? { title, place, seen, advice }}
        errors={typed?.errors ?? {}}
      >
        <Field name="title" label={t('people.appointments.title_of')} maxLength={60} required />
        {piece.kind === 'inspection' && (
          <>
            <Field name="place" label={t('people.appointments.place')} maxLength={100} />
            <Field name="seen" type="textarea" rows={8} maxLength={5000} label={t('people.appointments.seen')} />
          </>
        )}
        <Field
          name="advice"
          type="textarea"
          rows={6}
          maxLength={5000}
          label={t('people.appointments.advice')}
          required
        />
        <Checkbox name="checked" label={t('people.appointments.me.checked', { name: piece.publicName })} required />
        <Actions>
          <Button primary>{t('people.appointments.me.publish')}</Button>
        </Actions>
      </Form>
    </Section>
  );
}
