import { Feed } from 'feed';
import type { Kernel } from '../../../kernel/kernel.ts';
import { htmlText, xmlText } from '../../../kernel/text/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Post } from './post.queries.ts';
import type { Team } from './team.queries.ts';

/** What teams published, the newest first, as an Atom feed; each entry under its team's name. */
export function teamsFeed(k: Kernel, ctx: PageContext, posts: readonly Post[], team?: Team): string {
  const site = k.config.publicUrl;
  const page = team ? `${site}/teams/${team.slug}` : `${site}/teams`;
  const feed = new Feed({
    id: `${page}/feed.xml`,
    title: xmlText(`${team?.name ?? ctx.t('people.teams.title')} · ${ctx.city.platformName}`),
    link: page,
    feedLinks: { atom: `${page}/feed.xml` },
    language: ctx.locale,
    updated: posts[0]?.publishedAt ?? team?.proposedAt ?? k.clock.now(),
    copyright: ctx.city.sponsor,
    generator: ctx.city.brand,
  });
  for (const post of posts) {
    const link = `${site}/teams/${post.teamSlug}#post-${post.id}`;
    feed.addItem({
      id: link,
      link,
      title: htmlText(post.title),
      description: htmlText([...post.body].slice(0, 400).join('')),
      author: [{ name: xmlText(post.teamName) }],
      date: post.publishedAt,
      published: post.publishedAt,
    });
  }
  return feed.atom1();
}
