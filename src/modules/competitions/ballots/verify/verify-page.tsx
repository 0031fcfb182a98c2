import { Button, ButtonLink } from '../../../../ui/button.tsx';
import { Progress } from '../../../../ui/due.tsx';
import { Steps } from '../../../../ui/facts.tsx';
import { Field, FileField } from '../../../../ui/field.tsx';
import { Chapter, Heading } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../../ui/page-context.ts';
import { templatesOf } from './words.ts';

/** Where the page lies, and its saved form. */
export const verifyPath = '/verify-tally';
export const savedName = 'verify-tally.html';

export function VerifyPage({ ctx }: { ctx: PageContext }) {
  const { t } = ctx;
  return (
    <>
      <Heading title={t('competitions.ballots.verify.title')} lead={t('competitions.ballots.verify.lead')} />
      <VerifyTool />
      <Chapter id="how" title={t('competitions.ballots.verify.how')}>
        <Steps
          items={(['file', 'check', 'receipt'] as const).map((step) => ({
            title: t(`competitions.ballots.verify.step.${step}`),
            text: t(`competitions.ballots.verify.step.${step}_note`),
          }))}
        />
      </Chapter>
      <Chapter id="independent" title={t('competitions.ballots.verify.independent')}>
        <p>{t('competitions.ballots.verify.independent_note')}</p>
        <p>
          <ButtonLink href={`${verifyPath}.html`} download>
            {t('competitions.ballots.verify.save')}
          </ButtonLink>
        </p>
      </Chapter>
    </>
  );
}

/**
 * The tool itself, which the island fills with life. No form: nothing of it can be sent anywhere. The words that it will
 * say lie in it, so that it needs no network once it is there.
 */
export function VerifyTool() {
  const { t } = useUi();
  const words = JSON.stringify(templatesOf(t as never));
  return (
    <div class="fields" id="verify" data-island="verify-tally" data-words={words}>
      <noscript>
        <Notice>{t('competitions.ballots.verify.no_script')}</Notice>
      </noscript>
      <FileField name="file" label={t('competitions.ballots.verify.file')} accept=".jsonl,.gz" />
      <Field
        name="kept"
        type="textarea"
        paper="plain"
        rows={3}
        lang="en"
        label={t('competitions.ballots.verify.kept')}
        hint={t('competitions.ballots.verify.kept_hint')}
      />
      <p>
        <Button primary type="button" id="verify-check">
          {t('competitions.ballots.verify.check')}
        </Button>
      </p>
      <div id="verify-progress" hidden>
        <Progress id="verify-bar" label={t('competitions.ballots.verify.check')} value={0} max={100} />
      </div>
      <div id="verify-outcome" role="status" />
      <div id="verify-result" class="fields" />
      <div id="verify-receipt" class="fields" hidden>
        <Field
          name="receipt"
          lang="en"
          autocomplete="off"
          width="half"
          label={t('competitions.ballots.verify.receipt')}
          hint={t('competitions.ballots.verify.receipt_hint')}
        />
        <p>
          <Button type="button" id="verify-look">
            {t('competitions.ballots.verify.look')}
          </Button>
        </p>
        <div id="verify-found" role="status" />
      </div>
      {(['success', 'error', 'info'] as const).map((tone) => (
        <template id={`verify-${tone}`}>
          <Notice tone={tone} title=" ">
            <p />
          </Notice>
        </template>
      ))}
    </div>
  );
}
