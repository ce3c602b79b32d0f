"""The only I/O of Postroom: one thin file per AWS service or table; a call, its errors turned into ours."""
