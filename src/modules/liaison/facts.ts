import type { Db } from '../../kernel/db/index.ts';
import { contactOf } from './contacts/named-contact.queries.ts';
import type { LiaisonFacts, MatterFacts } from './liaison.policy.ts';
import type { Matter } from './matters/matter.queries.ts';

export async function factsOfMember(db: Db, memberId: string): Promise<LiaisonFacts> {
  const contact = await contactOf(db, memberId);
  return { memberId, contactId: contact?.contactId ?? null, departmentId: contact?.departmentId ?? null };
}

export async function factsOfMatter(db: Db, matter: Matter): Promise<MatterFacts> {
  const facts = await factsOfMember(db, matter.member_id);
  return { ...facts, ownerId: matter.owner_id, ownerDepartmentId: matter.department_id };
}
