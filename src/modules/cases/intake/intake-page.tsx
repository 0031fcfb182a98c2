import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Chips } from '../../../ui/choice.tsx';
import { DateTime, formatDate } from '../../../ui/date-time.tsx';
import { Slip } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Columns, Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { kinds } from '../cases.rules.ts';
import type { SimilarCase } from '../matter/index.ts';
import type { SentLetter } from '../resident/submit.queries.ts';
import type { EarlierLetter } from './earlier-letters.queries.ts';
import { takenChannels } from './take-in.ts';

export type TakenChannel = (typeof takenChannels)[number];
type Listed = { value: string; label: string };

export type IntakeForm = {
  channel: TakenChannel;
  token: string;
  values: FormValues;
  errors: FormErrors;
  earlier: EarlierLetter[] | null;
  similar: SimilarCase[] | null;
  places: Listed[];
  categories: Listed[];
};

/** 接线登记: everything in the order in which a caller says it, from field to field by Tab alone. */
export function IntakePage({ form }: { form: IntakeForm }) {
  const { t } = useUi();
  const { channel } = form;
  return (
    <>
      <Heading title={t('cases.intake.title')} lead={t(`cases.intake.lead.${channel}`)} />
      <Tabs
        label={t('cases.intake.channels')}
        items={takenChannels.map((each) => ({
          href: `/intake/new?channel=${each}`,
          label: t(`cases.intake.channel.${each}`),
          current: each === channel,
        }))}
      />
      <Lists form={form} />
      <Form id="intake" action={`/intake/new?channel=${channel}`} values={form.values} errors={form.errors} keepDraft>
        <Hidden name="token" value={form.token} />
        <Hidden name="channel" value={channel} />
        <Columns>
          <div class="fields">
            {channel === 'forum' ? <ForumFields /> : <CallerFields form={form} />}
            <WhatFields channel={channel} />
          </div>
          <div class="fields">
            <WhereFields channel={channel} />
            <SimilarOnes similar={form.similar} />
            {channel !== 'forum' && (
              <Field
                name="answer"
                type="textarea"
                paper="plain"
                rows={3}
                optional
                keyHint="O"
                label={t('cases.intake.answer')}
                hint={t('cases.intake.answer_hint')}
              />
            )}
            <Actions note={t('cases.intake.next')}>
              <Button primary name="do" value="take" keyHint="D">
                {t('cases.intake.take')}
              </Button>
              <Button name="do" value="similar" keyHint="F">
                {t('cases.intake.look_similar')}
              </Button>
            </Actions>
          </div>
        </Columns>
      </Form>
    </>
  );
}

function Lists({ form }: { form: IntakeForm }) {
  return (
    <>
      <datalist id="places-list">
        {form.places.map(({ value, label }) => (
          <option value={value} label={label} />
        ))}
      </datalist>
      <datalist id="categories-list">
        {form.categories.map(({ value, label }) => (
          <option value={value} label={label} />
        ))}
      </datalist>
    </>
  );
}

function CallerFields({ form }: { form: IntakeForm }) {
  const { t } = useUi();
  return (
    <>
      <Field
        name="phone"
        type="tel"
        autocomplete="off"
        autofocus={form.earlier === null && form.similar === null}
        label={t(form.channel === 'phone' ? 'cases.intake.phone' : 'cases.intake.visitor_phone')}
        hint={t('cases.intake.phone_hint')}
        width="half"
        after={
          <Button name="do" value="look" keyHint="P">
            {t('cases.intake.look')}
          </Button>
        }
      />
      <div data-island="lookup" data-form="intake" data-from="phone" data-url="/intake/earlier" aria-live="polite">
        {form.earlier && <EarlierOnes letters={form.earlier} />}
      </div>
      <Field
        name="name"
        autocomplete="off"
        optional
        width="half"
        label={t('cases.intake.name')}
        hint={t('cases.intake.name_hint')}
      />
    </>
  );
}

/** The caller's letters so far: so that nothing is written down twice. */
export function EarlierOnes({ letters }: { letters: readonly EarlierLetter[] }) {
  const ui = useUi();
  const { t } = ui;
  if (letters.length === 0) return <p class="quiet">{t('cases.intake.no_earlier')}</p>;
  return (
    <section aria-labelledby="earlier">
      <h2 id="earlier">{t('cases.intake.earlier', { n: letters.length })}</h2>
      <ul class="likes num">
        {letters.map((letter) => (
          <li>
            <a href={`/dispatch/${letter.number}`}>{letter.title}</a>
            <span class="like-facts">
              <span>{letter.name}</span>
              <span>{formatDate(letter.submittedAt, ui, 'date')}</span>
              <span>{t(`cases.state.${letter.state}`)}</span>
            </span>
          </li>
        ))}
      </ul>
      <p class="quiet">{t('cases.intake.earlier_recorded')}</p>
    </section>
  );
}

function ForumFields() {
  const { t } = useUi();
  return (
    <>
      <Field name="url" type="url" autofocus label={t('cases.intake.url')} hint={t('cases.intake.url_hint')} />
      <Field name="site" width="half" label={t('cases.intake.site')} />
      <Field name="handle" width="half" optional label={t('cases.intake.handle')} />
      <Field name="postedAt" type="datetime-local" width="half" optional label={t('cases.intake.posted_at')} />
    </>
  );
}

function WhatFields({ channel }: { channel: TakenChannel }) {
  const { t } = useUi();
  return (
    <>
      <Chips
        name="kind"
        legend={t('cases.intake.kind')}
        options={kinds.map((kind, i) => ({ value: kind, label: t(`cases.kind.${kind}`), keyHint: String(i + 1) }))}
      />
      <Field name="title" autocomplete="off" keyHint="T" label={t('cases.intake.what')} maxLength={80} />
      <Field
        name="body"
        type="textarea"
        paper="plain"
        rows={9}
        label={t(channel === 'forum' ? 'cases.intake.post' : 'cases.intake.text')}
        hint={t('cases.intake.text_hint')}
      />
    </>
  );
}

function WhereFields({ channel }: { channel: TakenChannel }) {
  const { t } = useUi();
  return (
    <>
      <Field
        name="district"
        listId="places-list"
        autocomplete="off"
        optional
        label={t('cases.intake.district')}
        hint={t('cases.intake.district_hint')}
      />
      <Field name="address" autocomplete="off" optional label={t('cases.intake.address')} />
      <Field
        name="category"
        listId="categories-list"
        autocomplete="off"
        optional
        label={t('cases.intake.category')}
        hint={t('cases.intake.category_hint')}
      />
      <Checkbox name="urgent" label={t('cases.intake.urgent')} />
      {channel !== 'forum' && <Checkbox name="confidential" label={t('cases.intake.confidential')} />}
    </>
  );
}

function SimilarOnes({ similar }: { similar: SimilarCase[] | null }) {
  return (
    <div
      data-island="lookup"
      data-form="intake"
      data-from="title body address"
      data-url="/intake/similar"
      aria-live="polite"
    >
      {similar && <SimilarChoice similar={similar} />}
    </div>
  );
}

/** Open cases like the one being written: one can be chosen to merge into. */
export function SimilarChoice({ similar }: { similar: readonly SimilarCase[] }) {
  const ui = useUi();
  const { t } = ui;
  const open = similar.filter(({ mergeable }) => mergeable);
  if (open.length === 0) return <p class="quiet">{t('cases.intake.no_similar')}</p>;
  return (
    <fieldset class="field">
      <legend>{t('cases.intake.similar', { n: open.length })}</legend>
      <p class="hint">{t('cases.intake.similar_hint')}</p>
      <ul class="likes num">
        {open.map((one) => (
          <li>
            <label>
              <input type="radio" name="into" value={one.id} /> {one.title}
            </label>
            <span class="like-facts">
              <a href={`/dispatch/${one.number}`}>{one.number}</a>
              <span>{one.samePlace}</span>
              <span>{formatDate(one.submittedAt, ui, 'date')}</span>
              <span>{t(`cases.state.${one.state}`)}</span>
            </span>
          </li>
        ))}
        <li>
          <label>
            <input type="radio" name="into" value="" checked /> {t('cases.intake.not_same')}
          </label>
        </li>
      </ul>
    </fieldset>
  );
}

export type TakenProps = {
  letter: SentLetter;
  prefix: string;
  code: string;
  answered: boolean;
  merged: boolean;
  channel: TakenChannel;
  expected: Date | null;
  mayDispatch: boolean;
};

/** The receipt to read out. */
export function TakenPage(p: TakenProps) {
  const { t } = useUi();
  const said = p.answered ? 'answered' : p.merged ? 'merged' : 'taken';
  return (
    <>
      <Heading title={t('cases.intake.taken.title')} />
      <Notice tone="success" live draftSent="intake" title={t(`cases.intake.taken.${said}`)} />
      <Section title={t('cases.intake.taken.read_out')} id="read-out">
        <Slip
          title={t('cases.intake.taken.number')}
          code={`${p.prefix} ${p.letter.number}`}
          facts={[
            ...(p.channel === 'forum'
              ? []
              : [{ label: t('cases.intake.taken.code'), value: <b class="num">{p.code}</b> }]),
            { label: t('cases.intake.taken.at'), value: <DateTime value={p.letter.submitted_at} form="datetime" /> },
            ...(p.expected && !p.answered
              ? [{ label: t('cases.intake.taken.expected'), value: <DateTime value={p.expected} form="weekday" /> }]
              : []),
          ]}
        >
          <p>{t(p.channel === 'forum' ? 'cases.intake.taken.forum_note' : 'cases.intake.taken.note')}</p>
        </Slip>
      </Section>
      <p class="send-buttons">
        <ButtonLink primary href={`/intake/new?channel=${p.channel}`} keyHint="N">
          {t('cases.intake.taken.next')}
        </ButtonLink>
        <ButtonLink href={`/dispatch/${p.letter.number}?queue=submitted`} keyHint="D">
          {t(p.mayDispatch ? 'cases.intake.taken.dispatch' : 'cases.intake.taken.open')}
        </ButtonLink>
      </p>
    </>
  );
}
