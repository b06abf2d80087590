"""What a host has to do for the site: headers, redirects, and the pages for addresses that do not exist.

One frozen value describes it (``hosting_description``). The files that hosts read in the site itself (``_headers``,
``_redirects``, ``.well-known/security.txt``), and the server configurations and workflows of ``aimaq hosting``, are
written from this value, so that they cannot differ.
"""
