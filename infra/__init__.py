"""The CDK app, and under `local` the machine that runs its template without AWS."""
