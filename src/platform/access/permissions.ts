/** What each role may do. Nobody approves what they prepared themselves: that is compared by person. */
const permissionsOf = {
  auditor: ['read'],
  finance: ['read', 'export', 'prepare'],
  approver: ['read', 'approve'],
  admin: ['read', 'export', 'prepare', 'approve', 'administer'],
} as const satisfies Record<string, readonly Permission[]>;

export type Permission = 'read' | 'export' | 'prepare' | 'approve' | 'administer';
export type Role = keyof typeof permissionsOf;

export const roles = Object.keys(permissionsOf) as Role[];

export function roleMay(role: Role, permission: Permission): boolean {
  return (permissionsOf[role] as readonly Permission[]).includes(permission);
}

/** Whoever can move money shows a second factor. */
export const needsSecondFactor = (role: Role): boolean =>
  roleMay(role, 'prepare') || roleMay(role, 'approve');
