import { fileHref } from '../../../kernel/files/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, FieldRow, Fieldset, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Letter, Said } from '../../../ui/letter.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { EmptyState, Notice } from '../../../ui/notice.tsx';
import { type PageContext, uiSettings } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { type Sent, stateOf } from '../../people/index.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import {
  type LetterFile,
  type Letter as LetterRow,
  type LetterState,
  letterWays,
  type opinionsOfLetter,
  type Sender,
} from './intake.queries.ts';
import { mostOpinions } from './take-in.ts';

// keys: consultations.way.*, consultations.intake.left_out.*

type About = { ctx: PageContext; consultation: ConsultationOf<'draft'> };
export type PlaceToChoose = { anchor: string; label: string; chapter: string };

export const states = ['waiting', 'entered', 'set_aside'] as const;

const baseOf = ({ slug }: { slug: string }) => `/convene/${slug}/intake`;
const nameOf = (t: PageContext['t'], letter: LetterRow): string =>
  letter.subject || t(`consultations.way.${letter.way}`);

/** Letters of a consultation, and the ways to bring one in. */
export function IntakePage(
  p: About & {
    state: LetterState;
    letters: readonly LetterRow[];
    waiting: number;
    nextHref: string | undefined;
    takes: boolean;
    sent: Sent | undefined;
  },
) {
  const { ctx, consultation, state } = p;
  const { t } = ctx;
  const base = baseOf(consultation);
  return (
    <>
      <Heading title={t('consultations.intake.title')} lead={t('consultations.intake.lead')} />
      {p.takes ? (
        <div class="do">
          <ButtonLink primary href={`${base}/new`} icon="pen">
            {t('consultations.intake.enter')}
          </ButtonLink>
        </div>
      ) : (
        <Notice title={t('consultations.intake.closed')} />
      )}
      <Tabs
        label={t('consultations.intake.letters')}
        items={states.map((each) => ({
          href: `${base}?state=${each}`,
          label: t(`consultations.intake.state.${each}`),
          current: each === state,
          ...(each === 'waiting' ? { count: p.waiting } : {}),
        }))}
      />
      {p.letters.length === 0 && <EmptyState title={t(`consultations.intake.none.${state}`)} />}
      <Rows
        label={t('consultations.intake.letters')}
        entries={p.letters.map((letter) => ({
          href: `${base}/${letter.id}`,
          title: nameOf(t, letter),
          facts: [
            t(`consultations.way.${letter.way}`),
            t('consultations.intake.opinions', { count: letter.opinions }),
            formatDate(`${letter.receivedOn}T04:00:00Z`, uiSettings(ctx), 'date'),
          ],
        }))}
      />
      <KeysetPager {...(p.nextHref ? { nextHref: p.nextHref } : {})} />
      {p.takes && consultation.settings.ways.includes('email') && (
        <Section id="upload" title={t('consultations.intake.upload')} note={t('consultations.intake.upload_note')}>
          <Form id="mail" action={`${base}/mail`} multipart {...stateOf(ctx, p.sent, 'mail')}>
            <FileField
              name="mail"
              label={t('consultations.intake.mail_file')}
              hint={t('consultations.intake.mail_hint')}
              accept=".eml,message/rfc822"
            />
            <Actions>
              <Button>{t('consultations.intake.upload_now')}</Button>
            </Actions>
          </Form>
        </Section>
      )}
    </>
  );
}

/** Opinions as rows of a form: which paragraph, and the words. */
function OpinionFields({ ctx, places, rows }: { ctx: PageContext; places: readonly PlaceToChoose[]; rows: number }) {
  const { t } = ctx;
  const options = [
    { value: '', label: t('consultations.intake.whole') },
    ...places.map(({ anchor, label, chapter }) => ({
      value: anchor,
      label,
      ...(chapter === '' ? {} : { group: chapter }),
    })),
  ];
  return (
    <>
      {Array.from({ length: rows }, (_, at) => (
        <Fieldset legend={t('consultations.intake.opinion', { number: at + 1 })}>
          <Field name={`anchor_${at}`} type="select" label={t('consultations.intake.paragraph')} options={options} />
          <Field
            name={`text_${at}`}
            type="textarea"
            paper="plain"
            rows={4}
            label={t('consultations.intake.words')}
            {...(at === 0 ? { hint: t('consultations.intake.words_hint') } : {})}
            maxLength={10_000}
          />
        </Fieldset>
      ))}
      <Hidden name="rows" value={String(rows)} />
      {rows < mostOpinions && (
        <p>
          <Button name="more" value="1" icon="plus">
            {t('consultations.intake.more')}
          </Button>
        </p>
      )}
    </>
  );
}

function ShownAs({ ctx: { t } }: { ctx: PageContext }) {
  return (
    <Field
      name="shownAs"
      label={t('consultations.intake.shown_as')}
      hint={t('consultations.intake.shown_as_hint')}
      maxLength={20}
      width="half"
      autocomplete="off"
    />
  );
}

export type EnterProps = About & {
  places: readonly PlaceToChoose[];
  rows: number;
  token: string;
  today: string;
  values: FormValues;
  errors: FormErrors;
};

/** A letter on paper, or what was said at a hearing, entered by hand: who wrote it apart from what they say. */
export function EnterPage(p: EnterProps) {
  const { ctx, consultation } = p;
  const { t } = ctx;
  return (
    <>
      <Heading title={t('consultations.intake.enter')} />
      <Form id="enter" action={`${baseOf(consultation)}/new`} values={p.values} errors={p.errors}>
        <Hidden name="token" value={p.token} />
        <Choice
          name="way"
          legend={t('consultations.intake.way')}
          options={letterWays.map((way) => ({ value: way, label: t(`consultations.way.${way}`) }))}
        />
        <Field
          name="receivedOn"
          type="date"
          label={t('consultations.intake.received_on')}
          max={p.today}
          width="short"
          required
        />
        <Fieldset legend={t('consultations.intake.sender')} hint={t('consultations.intake.sender_hint')}>
          <FieldRow>
            <Field name="name" label={t('consultations.intake.name')} maxLength={120} autocomplete="off" />
            <Field name="phone" type="tel" label={t('consultations.intake.phone')} maxLength={40} autocomplete="off" />
          </FieldRow>
          <Field name="email" type="email" label={t('consultations.intake.email')} maxLength={254} autocomplete="off" />
          <Field name="address" label={t('consultations.intake.address')} maxLength={200} autocomplete="off" />
        </Fieldset>
        <ShownAs ctx={ctx} />
        <OpinionFields ctx={ctx} places={p.places} rows={p.rows} />
        <Actions note={t('consultations.intake.publish_note')}>
          <Button primary>{t('consultations.intake.publish')}</Button>
        </Actions>
      </Form>
    </>
  );
}

export type LetterProps = About & {
  letter: LetterRow;
  files: readonly LetterFile[];
  opinions: Awaited<ReturnType<typeof opinionsOfLetter>>;
  places: readonly PlaceToChoose[];
  rows: number;
  takes: boolean;
  /** who wrote it, when the convener has asked for it; null: forgotten */
  sender: Sender | null | undefined;
  reading: { values: FormValues; errors: FormErrors };
  sent: Sent | undefined;
};

const readForm = 'read-form';

/** One letter: as it came, and what was or is to be read out of it. */
export function LetterPage(p: LetterProps) {
  const { ctx, consultation, letter, files, opinions } = p;
  const { t } = ctx;
  return (
    <>
      <Heading title={nameOf(t, letter)} />
      <Facts
        items={[
          { label: t('consultations.intake.way'), value: t(`consultations.way.${letter.way}`) },
          {
            label: t('consultations.intake.received_on'),
            value: formatDate(`${letter.receivedOn}T04:00:00Z`, uiSettings(ctx), 'date'),
          },
          { label: t('consultations.intake.state_label'), value: t(`consultations.intake.state.${letter.state}`) },
          letter.doneAt && {
            label: t('consultations.intake.done_at'),
            value: <DateTime value={letter.doneAt} form="datetime" />,
          },
          { label: t('consultations.intake.set_aside_reason'), value: letter.setAsideReason },
        ]}
      />
      <SenderPart {...p} />
      {letter.text !== '' && (
        <Section id="text" title={letter.subject || t('consultations.intake.original')}>
          <Letter text={letter.text} />
        </Section>
      )}
      <Attached ctx={ctx} files={files} leftOut={letter.leftOut} />
      {opinions.length > 0 && (
        <Section id="read-out" title={t('consultations.intake.read_out')}>
          <Rows
            entries={opinions.map((opinion) => ({
              href: `/consultations/${consultation.slug}/opinions/${opinion.number}`,
              title: `${opinion.text.slice(0, 60)}`,
              facts: [opinion.shownAs, t('consultations.comments.number', { number: opinion.number })],
            }))}
          />
        </Section>
      )}
      {letter.state === 'waiting' && p.takes && <ReadOut {...p} />}
      {(letter.state !== 'waiting' || !p.takes) && p.sent?.form === 'read' && <NotEntered {...p} />}
    </>
  );
}

/** What somebody typed whom a colleague or the end came before: it is not lost. */
function NotEntered({ ctx, reading }: LetterProps) {
  const typed = Object.entries(reading.values).filter(([name, text]) => name.startsWith('text_') && text !== '');
  return (
    <Section id="not-entered" title={ctx.t('consultations.intake.not_entered')}>
      {typed.map(([, text]) => (
        <Said text={String(text)} />
      ))}
    </Section>
  );
}

function ReadOut(p: LetterProps) {
  const { ctx, letter } = p;
  const { t } = ctx;
  const base = `${baseOf(p.consultation)}/${letter.id}`;
  return (
    <>
      <Section id="read" title={t('consultations.intake.read')} note={t('consultations.intake.read_note')}>
        <Form id={readForm} action={`${base}/read`} {...p.reading}>
          <ShownAs ctx={ctx} />
          <OpinionFields ctx={ctx} places={p.places} rows={p.rows} />
          <Actions note={t('consultations.intake.publish_note')}>
            <Button primary>{t('consultations.intake.publish')}</Button>
          </Actions>
        </Form>
      </Section>
      <Fold summary={t('consultations.intake.set_aside')} open={p.sent?.form === 'aside'}>
        <Form id="aside" action={`${base}/aside`} {...stateOf(ctx, p.sent, 'aside')}>
          <Field
            name="reason"
            label={t('consultations.intake.set_aside_why')}
            hint={t('consultations.intake.set_aside_hint')}
            maxLength={300}
            required
          />
          <Actions>
            <Button>{t('consultations.intake.set_aside_now')}</Button>
          </Actions>
        </Form>
      </Fold>
    </>
  );
}

/** Who wrote it: shown once it is asked for, and every look is written down. */
function SenderPart({ ctx, consultation, letter, sender, takes }: LetterProps) {
  const { t } = ctx;
  const look = `${baseOf(consultation)}/${letter.id}/sender`;
  // What was typed below is sent along, and stands there again.
  const along = letter.state === 'waiting' && takes ? { form: readForm, formAction: look, formNoValidate: true } : {};
  if (sender === undefined)
    return (
      <Section id="sender-part" title={t('consultations.intake.sender')}>
        <Form id="sender" action={look}>
          <Actions note={t('consultations.intake.look_note')}>
            <Button {...along}>{t('consultations.intake.look')}</Button>
          </Actions>
        </Form>
      </Section>
    );
  return (
    <Section id="sender" title={t('consultations.intake.sender')} note={t('consultations.intake.looked')}>
      {sender === null ? (
        <p class="quiet">{t('consultations.intake.forgotten')}</p>
      ) : (
        <Facts
          items={(['name', 'phone', 'email', 'address'] as const).map((field) => ({
            label: t(`consultations.intake.${field}`),
            value: sender[field],
          }))}
        />
      )}
    </Section>
  );
}

function Attached({
  ctx,
  files,
  leftOut,
}: {
  ctx: PageContext;
  files: readonly LetterFile[];
  leftOut: readonly string[];
}) {
  const { t } = ctx;
  if (files.length === 0 && leftOut.length === 0) return null;
  return (
    <Section id="files" title={t('consultations.intake.files')}>
      <ul>
        {files.map(({ fileId, name }) => (
          <li>
            <a href={fileHref(fileId)}>{name}</a>
          </li>
        ))}
        {leftOut.map((each) => {
          const [why = '', ...name] = each.split(':');
          return <li class="quiet">{t(`consultations.intake.left_out.${why}`, { name: name.join(':') })}</li>;
        })}
      </ul>
    </Section>
  );
}
