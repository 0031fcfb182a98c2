import type { Kernel } from '../../../kernel/kernel.ts';
import { offerConsultationsApi } from './api.ts';
import { offerConsultationsOnHome } from './home-part.tsx';

/** The open data, and the chapter on the home page. */
export function wirePublic(k: Kernel): void {
  offerConsultationsApi(k);
  offerConsultationsOnHome(k);
}
