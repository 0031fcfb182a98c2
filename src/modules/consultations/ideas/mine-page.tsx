import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Facts, Steps } from '../../../ui/facts.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Heading, Prose, Section, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { stageWords } from './idea-words.ts';
import { isAdopted } from './ideas.rules.ts';
import type { Story } from './load-idea.ts';

type Props = {
  ctx: PageContext;
  story: Story;
  done: string;
  form: { values: FormValues; errors: FormErrors };
};

/** Being thanked by name takes the author's word, which they can take back. */
function ThanksPart({ ctx, story, form }: Omit<Props, 'done'>) {
  const { t } = ctx;
  const { idea, call, thanks } = story;
  if (!isAdopted(idea.outcome) || !call.settings.thanks || idea.state !== 'visible') return null;
  const base = `/ideas/${call.slug}/${idea.number}`;
  return (
    <Section id="thanks" title={t('consultations.ideas.thanks.title')}>
      {thanks ? (
        <>
          <Facts
            ruled
            items={[
              { label: t('consultations.ideas.thanks.as'), value: thanks.shownAs },
              { label: t('consultations.ideas.thanks.since'), value: <DateTime value={thanks.agreedAt} form="date" /> },
            ]}
          />
          <div class="do">
            <ButtonLink href={`${base}/certificate.pdf`} primary>
              {t('consultations.ideas.thanks.fetch')}
            </ButtonLink>
          </div>
          <form method="post" action={`${base}/thanks/back`}>
            <p class="quiet">{t('consultations.ideas.thanks.back_note')}</p>
            <Button>{t('consultations.ideas.thanks.back')}</Button>
          </form>
        </>
      ) : (
        <Form id="thanks-form" action={`${base}/thanks`} values={form.values} errors={form.errors}>
          <p>{t('consultations.ideas.thanks.ask')}</p>
          <Field
            name="shownAs"
            label={t('consultations.ideas.thanks.name')}
            hint={t('consultations.ideas.thanks.name_hint')}
            maxLength={40}
            width="half"
          />
          <Checkbox name="agree" label={t('consultations.ideas.thanks.agree')} />
          <Actions note={t('consultations.ideas.thanks.note')}>
            <Button primary>{t('consultations.ideas.thanks.accept')}</Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}

function Next({ ctx: { t } }: Pick<Props, 'ctx'>) {
  return (
    <Section id="next" title={t('consultations.ideas.new.next')}>
      <Steps
        items={[
          { title: t('consultations.ideas.new.next_1'), text: t('consultations.ideas.new.next_1_text') },
          { title: t('consultations.ideas.new.next_2'), text: t('consultations.ideas.new.next_2_text') },
          { title: t('consultations.ideas.new.next_3'), text: t('consultations.ideas.new.next_3_text') },
        ]}
      />
    </Section>
  );
}

/** An idea as its author sees it: that it arrived, what comes next, and the thanks. */
export function MinePage({ ctx, story, done, form }: Props) {
  const { t } = ctx;
  const { idea, call, today, lead } = story;
  const base = `/ideas/${call.slug}/${idea.number}`;
  const sent = done === 'sent';
  return (
    <>
      <Trail
        items={[
          { label: call.title, href: `/ideas/${call.slug}` },
          { label: t('consultations.ideas.number', { number: idea.number }), href: base },
          { label: t('consultations.ideas.mine.title') },
        ]}
      />
      <Heading title={sent ? t('consultations.ideas.mine.sent') : idea.title} lead={sent ? idea.title : undefined} />
      {sent && (
        <Notice
          tone="success"
          live
          draftSent="idea"
          title={t('consultations.ideas.mine.number', { number: idea.number })}
        >
          <p>{t('consultations.ideas.mine.kept')}</p>
        </Notice>
      )}
      {(done === 'agreed' || done === 'back') && (
        // keys: consultations.ideas.mine.done.*
        <Notice tone="success" live title={t(`consultations.ideas.mine.done.${done}`)} />
      )}
      {idea.state === 'merged' && lead && (
        <Notice tone="info" title={t('consultations.ideas.merged_into')}>
          <p>
            <a href={`/ideas/${call.slug}/${lead.number}`}>
              {t('consultations.ideas.numbered', { number: lead.number, title: lead.title })}
            </a>
          </p>
        </Notice>
      )}
      <Facts
        ruled
        items={[
          { label: t('consultations.ideas.fact.call'), value: call.title },
          { label: t('consultations.ideas.fact.number'), value: String(idea.number) },
          { label: t('consultations.ideas.mine.state'), value: stageWords(t, idea, today).word },
          {
            label: t('consultations.ideas.fact.supports'),
            value: t('consultations.ideas.supports', { n: idea.supports }),
          },
        ]}
      />
      <ThanksPart ctx={ctx} story={story} form={form} />
      {sent && <Next ctx={ctx} />}
      <Prose>
        <p>
          <a href={base}>{t('consultations.ideas.mine.see')}</a>
        </p>
        <p>
          <a href="/me/contributions">{t('consultations.ideas.mine.all')}</a>
        </p>
      </Prose>
    </>
  );
}
