import { z } from 'zod';
import { settingGroup } from '../../../kernel/settings/index.ts';
import type { MediaKind } from '../competitions.rules.ts';

/** How much a city takes in for entries of competitions. */
export const entrySettings = settingGroup(
  'competitions.entries',
  z.object({
    /** megabytes that one sound, one film, and all files of an entry together may have */
    audio_mb: z.number().int().min(1).max(500).default(50),
    video_mb: z.number().int().min(1).max(2000).default(300),
    entry_mb: z.number().int().min(10).max(5000).default(600),
    /** drafts are reminded of the deadline so many days before it, once */
    reminder_days: z.number().int().min(1).max(14).default(2),
    /** what was withdrawn keeps texts and files for so many days after that and the deadline */
    withdrawn_days: z.number().int().min(1).max(365).default(30),
    /** people whom one account may nominate or ask into a team in a day */
    invitations_perDay: z.number().int().min(1).max(200).default(20),
  }),
);

const million = 1_000_000;

/** Bytes of one file and of a whole entry, with only the kinds that a stage takes. */
export function fileLimits(
  settings: { audio_mb: number; video_mb: number },
  media: readonly MediaKind[],
): { images: boolean; documents: boolean; audio_bytes: number; video_bytes: number } {
  return {
    images: media.includes('image'),
    documents: media.includes('document'),
    audio_bytes: media.includes('audio') ? settings.audio_mb * million : 0,
    video_bytes: media.includes('video') ? settings.video_mb * million : 0,
  };
}
