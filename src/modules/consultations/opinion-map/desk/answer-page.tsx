import { Button, More, VerbLink } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../../ui/form.tsx';
import { Heading } from '../../../../ui/layout.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Pre } from '../../../../ui/text.tsx';
import type { Status } from '../../consultations.rules.ts';
import type { ResultView } from '../results/result-view.ts';
import { SaidWords } from '../results/said.tsx';

export type AnswerProps = {
  view: ResultView;
  status: Status;
  works: boolean;
  form: { values: FormValues; errors: FormErrors };
};

/** What the department says to the result: to the whole, and where it likes to single statements that people agree on. */
export function AnswerPage({ view, status, works, form }: AnswerProps) {
  const { t } = useUi();
  const { slug } = view.map;
  const agreed = [
    ...view.everybody.map((each) => ({ ...each, by: 'stance' })),
    ...view.most.map((each) => ({ ...each, by: 'most_stance' })),
  ];
  if (status !== 'ended' || !works)
    return (
      <>
        <Heading title={t('consultations.opinion_map.answer.title')} />
        <Pre text={view.answers.get(0) ?? t('consultations.opinion_map.answer.not_yet')} />
        <More>
          <VerbLink href={`/maps/${slug}/results`}>{t('consultations.opinion_map.vote.see_results')}</VerbLink>
        </More>
      </>
    );
  return (
    <>
      <Heading title={t('consultations.opinion_map.answer.title')} lead={t('consultations.opinion_map.answer.lead')} />
      <Notice title={t('consultations.opinion_map.answer.closes')}>
        <p>{t('consultations.opinion_map.answer.closes_text')}</p>
      </Notice>
      <Form id="answer" action={`/convene/${slug}/statements/answer`} {...form} keepDraft>
        <Field
          name="text"
          label={t('consultations.opinion_map.answer.whole')}
          hint={t('consultations.opinion_map.answer.whole_hint')}
          type="textarea"
          rows={10}
          required
        />
        {agreed.map(({ statement, figures, stance, by }) => (
          <Field
            name={`statement-${statement.number}`}
            label={statement.text}
            hint={
              <>
                {t(`consultations.opinion_map.${by}.${stance}`)} · <SaidWords counts={figures.all} />
              </>
            }
            type="textarea"
            paper="plain"
            rows={2}
            optional
          />
        ))}
        <Actions note={t('consultations.opinion_map.answer.next')}>
          <Button primary>{t('consultations.opinion_map.answer.send')}</Button>
        </Actions>
      </Form>
    </>
  );
}
