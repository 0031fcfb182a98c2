import { localised } from '../../../kernel/i18n/index.ts';
import { Button } from '../../../ui/button.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { safeHref } from '../../../ui/text.tsx';
import type { InHand } from './desk-view.ts';
import { Queue } from './queue-field.tsx';
import { errorsFor, typedFor } from './ruling.tsx';

type P = { inHand: InHand; base: string };

/** 不予受理: the ground, and to the author why and which way is open. */
export function DeclineDialog({ inHand, base }: P) {
  const { t, locale } = useUi();
  if (!inHand.may.decline) return null;
  const { number } = inHand.matter.row;
  const texts = Object.fromEntries(
    inHand.grounds.map((ground) => [
      ground.code,
      `${localised(ground.name, 'zh-CN')}\u3002${localised(ground.lawfulWay, 'zh-CN')}`,
    ]),
  );
  return (
    <Dialog id="decline" title={t('cases.dispatch.decline.title')} open={inHand.form === 'decline'}>
      <Form
        id="decline-form"
        action={`${base}/${number}/decline`}
        values={typedFor(inHand, 'decline')}
        errors={errorsFor(inHand, 'decline')}
      >
        <Queue />
        <Field
          name="ground"
          type="select"
          label={t('cases.dispatch.decline.ground')}
          placeholder={t('cases.dispatch.decline.choose')}
          options={inHand.grounds.map(({ code, name }) => ({ value: code, label: localised(name, locale) }))}
        />
        <Field
          name="explanation"
          type="textarea"
          paper="plain"
          rows={6}
          label={t('cases.dispatch.decline.explanation')}
          hint={t('cases.dispatch.decline.hint')}
        />
        <div
          data-island="prefill"
          data-source="decline-form-ground"
          data-target="decline-form-explanation"
          data-texts={JSON.stringify(texts)}
          hidden
        />
        <Actions note={t('cases.dispatch.decline.next')}>
          <Button primary danger>
            {t('cases.dispatch.decline.do')}
          </Button>
          <Button name="prefill" value="yes">
            {t('cases.dispatch.decline.prefill')}
          </Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

/** 请来信人补充. */
export function AskDialog({ inHand, base }: P) {
  const { t } = useUi();
  if (!inHand.may.ask) return null;
  return (
    <Dialog id="ask" title={t('cases.dispatch.ask.title')} open={inHand.form === 'ask'}>
      <Form
        id="ask-form"
        action={`${base}/${inHand.matter.row.number}/ask`}
        values={typedFor(inHand, 'ask')}
        errors={errorsFor(inHand, 'ask')}
      >
        <Queue />
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('cases.dispatch.ask.text')}
          hint={t('cases.dispatch.ask.hint')}
        />
        <Actions note={t('cases.dispatch.ask.next')}>
          <Button primary>{t('cases.dispatch.ask.do')}</Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

/** 发回重办. */
export function SendBackDialog({ inHand, base }: P) {
  const { t } = useUi();
  if (!inHand.may.sendBack) return null;
  return (
    <Dialog id="send-back" title={t('cases.dispatch.send_back.title')} open={inHand.form === 'send-back'}>
      <Form
        id="send-back-form"
        action={`${base}/${inHand.matter.row.number}/send-back`}
        values={typedFor(inHand, 'send-back')}
        errors={errorsFor(inHand, 'send-back')}
      >
        <Queue />
        <Field
          name="reason"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('cases.dispatch.send_back.reason')}
          hint={t('cases.dispatch.send_back.hint')}
        />
        <Actions note={t('cases.dispatch.send_back.next')}>
          <Button primary>{t('cases.dispatch.send_back.do')}</Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

/** 督办: the order and the day by which it must be done. */
export function SuperviseDialog({ inHand, base }: P) {
  const { t } = useUi();
  if (!inHand.may.supervise) return null;
  return (
    <Dialog id="supervise" title={t('cases.dispatch.supervise.title')} open={inHand.form === 'supervise'}>
      <Form
        id="supervise-form"
        action={`${base}/${inHand.matter.row.number}/supervise`}
        values={typedFor(inHand, 'supervise')}
        errors={errorsFor(inHand, 'supervise')}
      >
        <Queue />
        <Field
          name="order"
          type="textarea"
          paper="plain"
          rows={4}
          label={t('cases.dispatch.supervise.order')}
          hint={t('cases.dispatch.supervise.hint')}
        />
        <Field name="dueOn" type="date" label={t('cases.dispatch.supervise.due')} />
        <Actions note={t('cases.dispatch.supervise.next')}>
          <Button primary>{t('cases.dispatch.supervise.do')}</Button>
        </Actions>
      </Form>
    </Dialog>
  );
}

/** A standing order, and its end with what came of it. */
export function StandingSupervision({ inHand, base }: P) {
  const ui = useUi();
  const { t } = ui;
  const { standingOrder, row, names } = inHand.matter;
  if (!standingOrder) return null;
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">{t('cases.dispatch.supervise.standing')}</h2>
      <p>{standingOrder.order}</p>
      <Facts
        ruled
        items={[
          {
            label: t('cases.dispatch.supervise.by'),
            value: names.get(standingOrder.supervisorId) ?? '',
            end: formatDate(standingOrder.at, ui, 'auto'),
          },
          { label: t('cases.dispatch.supervise.due'), value: <b>{formatDate(standingOrder.dueAt, ui, 'weekday')}</b> },
        ]}
      />
      {inHand.may.lift && (
        <Form
          id="lift-form"
          action={`${base}/${row.number}/lift`}
          values={typedFor(inHand, 'lift')}
          errors={errorsFor(inHand, 'lift')}
        >
          <Queue />
          <Field name="result" type="textarea" paper="plain" rows={2} label={t('cases.dispatch.supervise.result')} />
          <Actions>
            <Button keyHint="L">{t('cases.dispatch.supervise.lift')}</Button>
          </Actions>
        </Form>
      )}
    </section>
  );
}

/** The answer that was given where the post stood. */
export function ForumAnswerForm({ inHand, base }: P) {
  const { t } = useUi();
  const { forum, row, replies } = inHand.matter;
  if (!inHand.may.answerForum || !forum) return null;
  const values = inHand.form === 'forum' ? inHand.values : { text: replies.at(-1)?.text ?? '' };
  return (
    <section aria-labelledby="forum-answer">
      <h2 id="forum-answer">{t('cases.dispatch.forum.title')}</h2>
      <p>
        <a href={safeHref(forum.url)} rel="nofollow noopener">
          {forum.site || forum.url}
        </a>
      </p>
      <Form
        id="forum-form"
        action={`${base}/${row.number}/forum-answer`}
        values={values}
        errors={errorsFor(inHand, 'forum')}
      >
        <Queue />
        <Field name="answerUrl" type="url" label={t('cases.dispatch.forum.url')} />
        <Field
          name="text"
          type="textarea"
          paper="plain"
          rows={5}
          label={t('cases.dispatch.forum.text')}
          hint={t('cases.dispatch.forum.hint')}
        />
        <Actions>
          <Button keyHint="F">{t('cases.dispatch.forum.do')}</Button>
        </Actions>
      </Form>
    </section>
  );
}
