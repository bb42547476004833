/** Shown once; each gets a person in who has lost their authenticator. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  return (
    <section>
      <h2>Your recovery codes</h2>
      <p>
        Print them or write them down, and keep them apart from your telephone. Each lets you sign in once
        when the authenticator is lost. They are not shown again.
      </p>
      <ul class="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
