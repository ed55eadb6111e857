"""The benchmark of brand mentions: made-up pages whose truth is known by construction."""
