import { type ProofForm, proofFields } from '../kernel/proof-of-work/index.ts';
import { Field } from './field.tsx';
import { Hidden } from './form.tsx';
import { useUi } from './page-context.ts';

/** The proof that a form asks for: computed by the browser, or without scripts a question in plain words. */
export function ProofQuestion({ proof }: { proof: ProofForm }) {
  const { t } = useUi();
  return (
    <div data-island="solve-proof" data-challenge={proof.challenge}>
      <Hidden name={proofFields.token} value={proof.token} />
      <input type="hidden" name={proofFields.solution} value="" />
      <div data-proof-question>
        <Field
          name={proofFields.answer}
          label={proof.question}
          hint={t('proof.why')}
          autocomplete="off"
          width="short"
        />
      </div>
    </div>
  );
}
