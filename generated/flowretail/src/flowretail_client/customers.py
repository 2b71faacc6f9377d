"""Operations on customers.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from ._runtime import (
    OMIT,
    Answer,
    AsyncPager,
    AsyncResource,
    Omit,
    Operation,
    Options,
    Pager,
    Paging,
    Parameter,
    Resource,
)
from .models import (
    UID,
    Customer,
    CustomerBatchChange,
    CustomerBatchDeletion,
    CustomerCreate,
    CustomerEhf,
    CustomerExtensionCode,
    CustomerExternalListResponse,
    CustomerListResponse,
    CustomerType,
    Email,
    SortDirection,
    StoreCustomer,
)
from .params import CustomerBatchChangeParams, CustomerBatchDeletionParams, CustomerCreateParams, CustomerEhfParams

__all__ = ["AsyncCustomers", "Customers"]

LIST: Operation[CustomerListResponse] = Operation(
    "customers.list",
    "GET",
    "/tenants/{tenantUid}/customers",
    answers=(
        Answer("200", "application/json", CustomerListResponse),
        Answer("400"),
        Answer("401"),
        Answer("403"),
        Answer("404"),
    ),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerExternalId", "query"),
        Parameter("pageNumber", "query"),
        Parameter("pageSize", "query"),
        Parameter("sortBy", "query"),
        Parameter("sortDirection", "query", explode=False),
    ),
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
    paging=Paging(page="pageNumber", size="pageSize", items=("items",), total_items=("paging", "totalCount")),
)

CREATE: Operation[Customer] = Operation(
    "customers.create",
    "POST",
    "/tenants/{tenantUid}/customers",
    answers=(Answer("201", "application/json", Customer), Answer("400"), Answer("401"), Answer("403"), Answer("404")),
    parameters=(Parameter("tenantUid", "path", style="simple", explode=False, required=True),),
    body="application/json",
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

SEARCH: Operation[CustomerListResponse] = Operation(
    "customers.search",
    "POST",
    "/tenants/{tenantUid}/customers/search",
    answers=(
        Answer("200", "application/json", CustomerListResponse),
        Answer("400"),
        Answer("401"),
        Answer("403"),
        Answer("404"),
    ),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("pageNumber", "query"),
        Parameter("pageSize", "query"),
        Parameter("sortBy", "query"),
        Parameter("sortDirection", "query", explode=False),
    ),
    body="application/json",
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
    paging=Paging(page="pageNumber", size="pageSize", items=("items",), total_items=("paging", "totalCount")),
)

SEARCH_EXTERNAL: Operation[CustomerExternalListResponse] = Operation(
    "customers.search_external",
    "POST",
    "/tenants/{tenantUid}/customers/search/external",
    answers=(
        Answer("200", "application/json", CustomerExternalListResponse),
        Answer("400"),
        Answer("401"),
        Answer("403"),
        Answer("404"),
    ),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("pageNumber", "query"),
        Parameter("pageSize", "query"),
        Parameter("sortBy", "query"),
        Parameter("sortDirection", "query", explode=False),
    ),
    body="application/json",
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
    paging=Paging(page="pageNumber", size="pageSize", items=("items",), total_items=("paging", "totalCount")),
)

EXPORT: Operation[Any] = Operation(
    "customers.export",
    "GET",
    "/tenants/{tenantUid}/customers/{customerUid}/export",
    answers=(Answer("200", "application/json", Any), Answer("400"), Answer("401"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
    ),
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

GET: Operation[Customer] = Operation(
    "customers.get",
    "GET",
    "/tenants/{tenantUid}/customers/{customerUid}",
    answers=(Answer("200", "application/json", Customer), Answer("400"), Answer("401"), Answer("403"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
    ),
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

UPDATE: Operation[Customer] = Operation(
    "customers.update",
    "PUT",
    "/tenants/{tenantUid}/customers/{customerUid}",
    answers=(Answer("200", "application/json", Customer), Answer("400"), Answer("401"), Answer("403"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
    ),
    body="application/json",
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

DELETE: Operation[None] = Operation(
    "customers.delete",
    "DELETE",
    "/tenants/{tenantUid}/customers/{customerUid}",
    answers=(Answer("204"), Answer("400"), Answer("401"), Answer("403"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
    ),
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

ADD_EXTENSION: Operation[Any] = Operation(
    "customers.add_extension",
    "POST",
    "/tenants/{tenantUid}/customers/{customerUid}/extensions/{customerExtensionCode}",
    answers=(Answer("200", "application/json", Any), Answer("400"), Answer("401"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
        Parameter("customerExtensionCode", "path", style="simple", explode=False, required=True),
    ),
    body="application/json",
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

DELETE_EXTENSION: Operation[None] = Operation(
    "customers.delete_extension",
    "DELETE",
    "/tenants/{tenantUid}/customers/{customerUid}/extensions/{customerExtensionCode}",
    answers=(Answer("204"), Answer("400"), Answer("401"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
        Parameter("customerExtensionCode", "path", style="simple", explode=False, required=True),
    ),
    body="application/json",
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

BATCH: Operation[Any] = Operation(
    "customers.batch",
    "POST",
    "/tenants/{tenantUid}/customers/batch",
    answers=(
        Answer("200", "application/json", Any),
        Answer("207", "application/json", Any),
        Answer("400"),
        Answer("401"),
        Answer("404"),
    ),
    parameters=(Parameter("tenantUid", "path", style="simple", explode=False, required=True),),
    body="application/json",
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)

GET_FOR_STORE: Operation[StoreCustomer] = Operation(
    "customers.get_for_store",
    "GET",
    "/tenants/{tenantUid}/stores/{storeUid}/customers/{customerUid}",
    answers=(Answer("200", "application/json", StoreCustomer), Answer("400"), Answer("401"), Answer("404")),
    parameters=(
        Parameter("tenantUid", "path", style="simple", explode=False, required=True),
        Parameter("storeUid", "path", style="simple", explode=False, required=True),
        Parameter("customerUid", "path", style="simple", explode=False, required=True),
    ),
    idempotent=True,
    security=(("accessToken",), ("authToken",), ("integrationToken",)),
)


class Customers(Resource):
    """Operations on customers."""

    def list(
        self,
        tenant_uid: UID,
        *,
        customer_external_id: str | Omit = OMIT,
        page_number: int | Omit = OMIT,
        page_size: int | Omit = OMIT,
        sort_by: str | Omit = OMIT,
        sort_direction: SortDirection | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[Customer]:
        """List customers.

        Answers with one page of the tenant's customers. Needs the permission TENANT.ACCESS.

        ``GET /tenants/{tenantUid}/customers``

        Args:
            tenant_uid: The tenant.
            customer_external_id: The customer's id in a system outside Flow Retail.
            page_number: Number of the page to answer with. The walk over the pages begins here.
            page_size: Number of items on a page.
            sort_by: Field to sort the list by.
            sort_direction: Direction to sort the list in.
            max_items: End after this many items; None: all of them.
            options: Choices for this call alone.

        Returns:
            The items, page after page as they are asked for; ``pages()`` gives the pages.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._pages(
            LIST,
            path={"tenantUid": tenant_uid},
            query={
                "customerExternalId": customer_external_id,
                "pageNumber": page_number,
                "pageSize": page_size,
                "sortBy": sort_by,
                "sortDirection": sort_direction,
            },
            max_items=max_items,
            options=options,
        )

    def create(
        self,
        tenant_uid: UID,
        *,
        address: str | Omit = OMIT,
        city: str | Omit = OMIT,
        company_name: str | Omit = OMIT,
        country_code: str | Omit = OMIT,
        customer_type: CustomerType | Omit = OMIT,
        email: Email | Omit = OMIT,
        external_id: str | Omit = OMIT,
        firstname: str | Omit = OMIT,
        lastname: str | Omit = OMIT,
        ledger_number: str | Omit = OMIT,
        mobile: str | Omit = OMIT,
        postal_code: str | Omit = OMIT,
        vat_number: str | Omit = OMIT,
        pricelist_uid: str | Omit = OMIT,
        origin: str | Omit = OMIT,
        loyalty_id: str | Omit = OMIT,
        payment_terms: int | Omit = OMIT,
        internal_note: str | Omit = OMIT,
        ehf_enabled: bool | Omit = OMIT,
        ehf: CustomerEhf | CustomerEhfParams | Omit = OMIT,
        customer_group_uids: Sequence[str] | Omit = OMIT,
        default_store_uid: UID | Omit = OMIT,
        customer_uid: UID | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Create a customer.

        Makes a new customer of the tenant. Needs the permission TENANT.ACCESS.

        ``POST /tenants/{tenantUid}/customers``

        Args:
            tenant_uid: The tenant.
            address: Street address.
            city: City.
            company_name: Name of the company.
            country_code: Country, by its two letters in ISO 3166-1.
            customer_type: Kind of customer.
            email: Email address.
            external_id: Id in a system outside Flow Retail.
            firstname: First name.
            lastname: Last name.
            ledger_number: Number in the ledger, as a text because it may begin with zeros.
            mobile: Mobile phone number.
            postal_code: Postal code.
            vat_number: Number under which the customer is registered for VAT.
            pricelist_uid: Price list of the customer.
            origin: Where the customer comes from.
            loyalty_id: Id in the loyalty program.
            payment_terms: Days until an invoice is due.
            internal_note: Note for the tenant's own staff.
            ehf_enabled: Whether EHF is on; ehf, enabled has replaced this. Deprecated.
            ehf: Settings of EHF.
            customer_group_uids: Groups the customer is in.
            default_store_uid: Store of the customer by default.
            customer_uid: Reference to give the new customer.
            options: Choices for this call alone.

        Returns:
            The customer was created.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(
            CREATE,
            path={"tenantUid": tenant_uid},
            body={
                "address": address,
                "city": city,
                "companyName": company_name,
                "countryCode": country_code,
                "customerType": customer_type,
                "email": email,
                "externalId": external_id,
                "firstname": firstname,
                "lastname": lastname,
                "ledgerNumber": ledger_number,
                "mobile": mobile,
                "postalCode": postal_code,
                "vatNumber": vat_number,
                "pricelistUid": pricelist_uid,
                "origin": origin,
                "loyaltyId": loyalty_id,
                "paymentTerms": payment_terms,
                "internalNote": internal_note,
                "ehfEnabled": ehf_enabled,
                "ehf": ehf,
                "customerGroupUids": customer_group_uids,
                "defaultStoreUid": default_store_uid,
                "customerUid": customer_uid,
            },
            options=options,
        )

    def search(
        self,
        tenant_uid: UID,
        *,
        page_number: int | Omit = OMIT,
        page_size: int | Omit = OMIT,
        sort_by: str | Omit = OMIT,
        sort_direction: SortDirection | Omit = OMIT,
        exact_match: bool | Omit = OMIT,
        query: str | Omit = OMIT,
        mobile: str | Omit = OMIT,
        email: str | Omit = OMIT,
        vat_number: str | Omit = OMIT,
        store_uid: UID | Omit = OMIT,
        created_at: datetime | Omit = OMIT,
        scope: Literal["CUSTOMER", "CONTACT"] | str | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[Customer]:
        """Search customers.

        Answers with one page of the customers that fit, or of the customer contacts, as the scope says. A
        value for mobile, email or vatNumber takes that field out of those the query is looked for in. Needs
        the permission TENANT.ACCESS.

        ``POST /tenants/{tenantUid}/customers/search``

        Args:
            tenant_uid: The tenant.
            page_number: Number of the page to answer with. The walk over the pages begins here.
            page_size: Number of items on a page.
            sort_by: Field to sort the list by.
            sort_direction: Direction to sort the list in.
            exact_match: Whether only exact matches are wanted.
            query: Text to look for in names (firstname, lastname, companyName), in places (city, postalCode)
                and in mobile, email and vatNumber, without those of these three that are given a value of their
                own.
            mobile: Mobile phone number to look for.
            email: Email address to look for.
            vat_number: VAT number to look for.
            store_uid: Store the search is about.
            created_at: Creation time the search is about.
            scope: What to search, customers or the contacts of customers.
            max_items: End after this many items; None: all of them.
            options: Choices for this call alone.

        Returns:
            The items, page after page as they are asked for; ``pages()`` gives the pages.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._pages(
            SEARCH,
            path={"tenantUid": tenant_uid},
            query={
                "pageNumber": page_number,
                "pageSize": page_size,
                "sortBy": sort_by,
                "sortDirection": sort_direction,
            },
            body={
                "exactMatch": exact_match,
                "query": query,
                "mobile": mobile,
                "email": email,
                "vatNumber": vat_number,
                "storeUid": store_uid,
                "createdAt": created_at,
                "scope": scope,
            },
            max_items=max_items,
            options=options,
        )

    def search_external(
        self,
        tenant_uid: UID,
        *,
        page_number: int | Omit = OMIT,
        page_size: int | Omit = OMIT,
        sort_by: str | Omit = OMIT,
        sort_direction: SortDirection | Omit = OMIT,
        query: str | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[dict[str, Any]]:
        """Search customers outside Flow Retail.

        Asks a system outside Flow Retail, such as a CRM, for customers. Needs the permission TENANT.ACCESS,
        and the tenant must have the extension EXTERNAL_CUSTOMER_SEARCH.

        ``POST /tenants/{tenantUid}/customers/search/external``

        Args:
            tenant_uid: The tenant.
            page_number: Number of the page to answer with. The walk over the pages begins here.
            page_size: Number of items on a page.
            sort_by: Field to sort the list by.
            sort_direction: Direction to sort the list in.
            query: Text to look for.
            max_items: End after this many items; None: all of them.
            options: Choices for this call alone.

        Returns:
            The items, page after page as they are asked for; ``pages()`` gives the pages.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._pages(
            SEARCH_EXTERNAL,
            path={"tenantUid": tenant_uid},
            query={
                "pageNumber": page_number,
                "pageSize": page_size,
                "sortBy": sort_by,
                "sortDirection": sort_direction,
            },
            body={"query": query},
            max_items=max_items,
            options=options,
        )

    def export(self, tenant_uid: UID, customer_uid: UID, *, options: Options | None = None) -> Any:
        """Export a customer's data.

        Answers with what is stored about a customer, for requests under the GDPR. There is no other format
        than JSON.

        ``GET /tenants/{tenantUid}/customers/{customerUid}/export``

        Args:
            tenant_uid: The tenant.
            customer_uid: The customer.
            options: Choices for this call alone.

        Returns:
            The customer's data.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(EXPORT, path={"tenantUid": tenant_uid, "customerUid": customer_uid}, options=options)

    def get(self, tenant_uid: UID, customer_uid: UID, *, options: Options | None = None) -> Customer:
        """Get a customer.

        Answers with one customer. Needs the permission TENANT.ACCESS.

        ``GET /tenants/{tenantUid}/customers/{customerUid}``

        Args:
            tenant_uid: The tenant.
            customer_uid: The customer.
            options: Choices for this call alone.

        Returns:
            The customer.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(GET, path={"tenantUid": tenant_uid, "customerUid": customer_uid}, options=options)

    def update(
        self,
        tenant_uid: UID,
        customer_uid: UID,
        *,
        address: str | Omit = OMIT,
        city: str | Omit = OMIT,
        company_name: str | Omit = OMIT,
        country_code: str | Omit = OMIT,
        customer_type: CustomerType | Omit = OMIT,
        email: Email | Omit = OMIT,
        external_id: str | Omit = OMIT,
        firstname: str | Omit = OMIT,
        lastname: str | Omit = OMIT,
        ledger_number: str | Omit = OMIT,
        mobile: str | Omit = OMIT,
        postal_code: str | Omit = OMIT,
        vat_number: str | Omit = OMIT,
        pricelist_uid: str | Omit = OMIT,
        origin: str | Omit = OMIT,
        loyalty_id: str | Omit = OMIT,
        payment_terms: int | Omit = OMIT,
        internal_note: str | Omit = OMIT,
        ehf_enabled: bool | Omit = OMIT,
        ehf: CustomerEhf | CustomerEhfParams | Omit = OMIT,
        customer_group_uids: Sequence[str] | Omit = OMIT,
        default_store_uid: UID | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Update a customer.

        Changes the members that are sent and leaves the others alone. Needs the permission TENANT.ACCESS.

        ``PUT /tenants/{tenantUid}/customers/{customerUid}``

        Args:
            tenant_uid: The tenant.
            customer_uid: The customer.
            address: Street address.
            city: City.
            company_name: Name of the company.
            country_code: Country, by its two letters in ISO 3166-1.
            customer_type: Kind of customer.
            email: Email address.
            external_id: Id in a system outside Flow Retail.
            firstname: First name.
            lastname: Last name.
            ledger_number: Number in the ledger, as a text because it may begin with zeros.
            mobile: Mobile phone number.
            postal_code: Postal code.
            vat_number: Number under which the customer is registered for VAT.
            pricelist_uid: Price list of the customer.
            origin: Where the customer comes from.
            loyalty_id: Id in the loyalty program.
            payment_terms: Days until an invoice is due.
            internal_note: Note for the tenant's own staff.
            ehf_enabled: Whether EHF is on; ehf, enabled has replaced this. Deprecated.
            ehf: Settings of EHF.
            customer_group_uids: Groups the customer is in.
            default_store_uid: Store of the customer by default.
            options: Choices for this call alone.

        Returns:
            The customer was changed.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(
            UPDATE,
            path={"tenantUid": tenant_uid, "customerUid": customer_uid},
            body={
                "address": address,
                "city": city,
                "companyName": company_name,
                "countryCode": country_code,
                "customerType": customer_type,
                "email": email,
                "externalId": external_id,
                "firstname": firstname,
                "lastname": lastname,
                "ledgerNumber": ledger_number,
                "mobile": mobile,
                "postalCode": postal_code,
                "vatNumber": vat_number,
                "pricelistUid": pricelist_uid,
                "origin": origin,
                "loyaltyId": loyalty_id,
                "paymentTerms": payment_terms,
                "internalNote": internal_note,
                "ehfEnabled": ehf_enabled,
                "ehf": ehf,
                "customerGroupUids": customer_group_uids,
                "defaultStoreUid": default_store_uid,
            },
            options=options,
        )

    def delete(self, tenant_uid: UID, customer_uid: UID, *, options: Options | None = None) -> None:
        """Delete a customer.

        Removes a customer. Needs a higher permission than reading or changing one does, TENANT.BACKOFFICE.

        ``DELETE /tenants/{tenantUid}/customers/{customerUid}``

        Args:
            tenant_uid: The tenant.
            customer_uid: The customer.
            options: Choices for this call alone.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            Forbidden: The permission is missing, or an extension that the tenant needs (403).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        self._call(DELETE, path={"tenantUid": tenant_uid, "customerUid": customer_uid}, options=options)

    def add_extension(
        self,
        tenant_uid: UID,
        customer_uid: UID,
        customer_extension_code: CustomerExtensionCode,
        *,
        store_uid: UID,
        options: Options | None = None,
    ) -> Any:
        """Add an extension.

        Gives a customer an extension.

        ``POST /tenants/{tenantUid}/customers/{customerUid}/extensions/{customerExtensionCode}``

        Args:
            tenant_uid: The tenant.
            customer_uid: The customer.
            customer_extension_code: The extension.
            store_uid: The store.
            options: Choices for this call alone.

        Returns:
            The extension was added.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(
            ADD_EXTENSION,
            path={
                "tenantUid": tenant_uid,
                "customerUid": customer_uid,
                "customerExtensionCode": customer_extension_code,
            },
            body={"storeUid": store_uid},
            options=options,
        )

    def delete_extension(
        self,
        tenant_uid: UID,
        customer_uid: UID,
        customer_extension_code: CustomerExtensionCode,
        *,
        store_uid: UID,
        options: Options | None = None,
    ) -> None:
        """Delete an extension.

        Takes an extension from a customer; the store is named in the body.

        ``DELETE /tenants/{tenantUid}/customers/{customerUid}/extensions/{customerExtensionCode}``

        Args:
            tenant_uid: The tenant.
            customer_uid: The customer.
            customer_extension_code: The extension.
            store_uid: The store.
            options: Choices for this call alone.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        self._call(
            DELETE_EXTENSION,
            path={
                "tenantUid": tenant_uid,
                "customerUid": customer_uid,
                "customerExtensionCode": customer_extension_code,
            },
            body={"storeUid": store_uid},
            options=options,
        )

    def batch(
        self,
        tenant_uid: UID,
        *,
        create: Sequence[CustomerCreate | CustomerCreateParams] | Omit = OMIT,
        update: Sequence[CustomerBatchChange | CustomerBatchChangeParams] | Omit = OMIT,
        delete: Sequence[CustomerBatchDeletion | CustomerBatchDeletionParams] | Omit = OMIT,
        upsert: Sequence[CustomerBatchChange | CustomerBatchChangeParams] | Omit = OMIT,
        options: Options | None = None,
    ) -> Any:
        """Change many customers.

        Creates, updates and deletes customers in one call. The status of the answer tells whether every item
        went well.

        ``POST /tenants/{tenantUid}/customers/batch``

        Args:
            tenant_uid: The tenant.
            create: Customers to create.
            update: Customers to update.
            delete: Customers to delete.
            upsert: Customers to create, or to update where they are there already.
            options: Choices for this call alone.

        Returns:
            Every item of the batch went well. At least one item of the batch failed.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(
            BATCH,
            path={"tenantUid": tenant_uid},
            body={"create": create, "update": update, "delete": delete, "upsert": upsert},
            options=options,
        )

    def get_for_store(
        self, tenant_uid: UID, store_uid: UID, customer_uid: UID, *, options: Options | None = None
    ) -> StoreCustomer:
        """Get a customer as a store sees it.

        Answers with the whole customer and with what belongs to the one store only.

        ``GET /tenants/{tenantUid}/stores/{storeUid}/customers/{customerUid}``

        Args:
            tenant_uid: The tenant.
            store_uid: The store.
            customer_uid: The customer.
            options: Choices for this call alone.

        Returns:
            The customer with what belongs to the store.

        Raises:
            Invalid: The request has the wrong form (400).
            Unauthorized: The token is missing or not valid (401).
            NotFound: There is no such record, be it the tenant, the store or the customer (404).
        """
        return self._call(
            GET_FOR_STORE,
            path={"tenantUid": tenant_uid, "storeUid": store_uid, "customerUid": customer_uid},
            options=options,
        )


class AsyncCustomers(AsyncResource):
    """The asynchronous twin of :class:`Customers`."""

    def list(
        self,
        tenant_uid: UID,
        *,
        customer_external_id: str | Omit = OMIT,
        page_number: int | Omit = OMIT,
        page_size: int | Omit = OMIT,
        sort_by: str | Omit = OMIT,
        sort_direction: SortDirection | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[Customer]:
        """List customers.

        See :meth:`Customers.list`.
        """
        return self._pages(
            LIST,
            path={"tenantUid": tenant_uid},
            query={
                "customerExternalId": customer_external_id,
                "pageNumber": page_number,
                "pageSize": page_size,
                "sortBy": sort_by,
                "sortDirection": sort_direction,
            },
            max_items=max_items,
            options=options,
        )

    async def create(
        self,
        tenant_uid: UID,
        *,
        address: str | Omit = OMIT,
        city: str | Omit = OMIT,
        company_name: str | Omit = OMIT,
        country_code: str | Omit = OMIT,
        customer_type: CustomerType | Omit = OMIT,
        email: Email | Omit = OMIT,
        external_id: str | Omit = OMIT,
        firstname: str | Omit = OMIT,
        lastname: str | Omit = OMIT,
        ledger_number: str | Omit = OMIT,
        mobile: str | Omit = OMIT,
        postal_code: str | Omit = OMIT,
        vat_number: str | Omit = OMIT,
        pricelist_uid: str | Omit = OMIT,
        origin: str | Omit = OMIT,
        loyalty_id: str | Omit = OMIT,
        payment_terms: int | Omit = OMIT,
        internal_note: str | Omit = OMIT,
        ehf_enabled: bool | Omit = OMIT,
        ehf: CustomerEhf | CustomerEhfParams | Omit = OMIT,
        customer_group_uids: Sequence[str] | Omit = OMIT,
        default_store_uid: UID | Omit = OMIT,
        customer_uid: UID | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Create a customer.

        See :meth:`Customers.create`.
        """
        return await self._call(
            CREATE,
            path={"tenantUid": tenant_uid},
            body={
                "address": address,
                "city": city,
                "companyName": company_name,
                "countryCode": country_code,
                "customerType": customer_type,
                "email": email,
                "externalId": external_id,
                "firstname": firstname,
                "lastname": lastname,
                "ledgerNumber": ledger_number,
                "mobile": mobile,
                "postalCode": postal_code,
                "vatNumber": vat_number,
                "pricelistUid": pricelist_uid,
                "origin": origin,
                "loyaltyId": loyalty_id,
                "paymentTerms": payment_terms,
                "internalNote": internal_note,
                "ehfEnabled": ehf_enabled,
                "ehf": ehf,
                "customerGroupUids": customer_group_uids,
                "defaultStoreUid": default_store_uid,
                "customerUid": customer_uid,
            },
            options=options,
        )

    def search(
        self,
        tenant_uid: UID,
        *,
        page_number: int | Omit = OMIT,
        page_size: int | Omit = OMIT,
        sort_by: str | Omit = OMIT,
        sort_direction: SortDirection | Omit = OMIT,
        exact_match: bool | Omit = OMIT,
        query: str | Omit = OMIT,
        mobile: str | Omit = OMIT,
        email: str | Omit = OMIT,
        vat_number: str | Omit = OMIT,
        store_uid: UID | Omit = OMIT,
        created_at: datetime | Omit = OMIT,
        scope: Literal["CUSTOMER", "CONTACT"] | str | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[Customer]:
        """Search customers.

        See :meth:`Customers.search`.
        """
        return self._pages(
            SEARCH,
            path={"tenantUid": tenant_uid},
            query={
                "pageNumber": page_number,
                "pageSize": page_size,
                "sortBy": sort_by,
                "sortDirection": sort_direction,
            },
            body={
                "exactMatch": exact_match,
                "query": query,
                "mobile": mobile,
                "email": email,
                "vatNumber": vat_number,
                "storeUid": store_uid,
                "createdAt": created_at,
                "scope": scope,
            },
            max_items=max_items,
            options=options,
        )

    def search_external(
        self,
        tenant_uid: UID,
        *,
        page_number: int | Omit = OMIT,
        page_size: int | Omit = OMIT,
        sort_by: str | Omit = OMIT,
        sort_direction: SortDirection | Omit = OMIT,
        query: str | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[dict[str, Any]]:
        """Search customers outside Flow Retail.

        See :meth:`Customers.search_external`.
        """
        return self._pages(
            SEARCH_EXTERNAL,
            path={"tenantUid": tenant_uid},
            query={
                "pageNumber": page_number,
                "pageSize": page_size,
                "sortBy": sort_by,
                "sortDirection": sort_direction,
            },
            body={"query": query},
            max_items=max_items,
            options=options,
        )

    async def export(self, tenant_uid: UID, customer_uid: UID, *, options: Options | None = None) -> Any:
        """Export a customer's data.

        See :meth:`Customers.export`.
        """
        return await self._call(EXPORT, path={"tenantUid": tenant_uid, "customerUid": customer_uid}, options=options)

    async def get(self, tenant_uid: UID, customer_uid: UID, *, options: Options | None = None) -> Customer:
        """Get a customer.

        See :meth:`Customers.get`.
        """
        return await self._call(GET, path={"tenantUid": tenant_uid, "customerUid": customer_uid}, options=options)

    async def update(
        self,
        tenant_uid: UID,
        customer_uid: UID,
        *,
        address: str | Omit = OMIT,
        city: str | Omit = OMIT,
        company_name: str | Omit = OMIT,
        country_code: str | Omit = OMIT,
        customer_type: CustomerType | Omit = OMIT,
        email: Email | Omit = OMIT,
        external_id: str | Omit = OMIT,
        firstname: str | Omit = OMIT,
        lastname: str | Omit = OMIT,
        ledger_number: str | Omit = OMIT,
        mobile: str | Omit = OMIT,
        postal_code: str | Omit = OMIT,
        vat_number: str | Omit = OMIT,
        pricelist_uid: str | Omit = OMIT,
        origin: str | Omit = OMIT,
        loyalty_id: str | Omit = OMIT,
        payment_terms: int | Omit = OMIT,
        internal_note: str | Omit = OMIT,
        ehf_enabled: bool | Omit = OMIT,
        ehf: CustomerEhf | CustomerEhfParams | Omit = OMIT,
        customer_group_uids: Sequence[str] | Omit = OMIT,
        default_store_uid: UID | Omit = OMIT,
        options: Options | None = None,
    ) -> Customer:
        """Update a customer.

        See :meth:`Customers.update`.
        """
        return await self._call(
            UPDATE,
            path={"tenantUid": tenant_uid, "customerUid": customer_uid},
            body={
                "address": address,
                "city": city,
                "companyName": company_name,
                "countryCode": country_code,
                "customerType": customer_type,
                "email": email,
                "externalId": external_id,
                "firstname": firstname,
                "lastname": lastname,
                "ledgerNumber": ledger_number,
                "mobile": mobile,
                "postalCode": postal_code,
                "vatNumber": vat_number,
                "pricelistUid": pricelist_uid,
                "origin": origin,
                "loyaltyId": loyalty_id,
                "paymentTerms": payment_terms,
                "internalNote": internal_note,
                "ehfEnabled": ehf_enabled,
                "ehf": ehf,
                "customerGroupUids": customer_group_uids,
                "defaultStoreUid": default_store_uid,
            },
            options=options,
        )

    async def delete(self, tenant_uid: UID, customer_uid: UID, *, options: Options | None = None) -> None:
        """Delete a customer.

        See :meth:`Customers.delete`.
        """
        await self._call(DELETE, path={"tenantUid": tenant_uid, "customerUid": customer_uid}, options=options)

    async def add_extension(
        self,
        tenant_uid: UID,
        customer_uid: UID,
        customer_extension_code: CustomerExtensionCode,
        *,
        store_uid: UID,
        options: Options | None = None,
    ) -> Any:
        """Add an extension.

        See :meth:`Customers.add_extension`.
        """
        return await self._call(
            ADD_EXTENSION,
            path={
                "tenantUid": tenant_uid,
                "customerUid": customer_uid,
                "customerExtensionCode": customer_extension_code,
            },
            body={"storeUid": store_uid},
            options=options,
        )

    async def delete_extension(
        self,
        tenant_uid: UID,
        customer_uid: UID,
        customer_extension_code: CustomerExtensionCode,
        *,
        store_uid: UID,
        options: Options | None = None,
    ) -> None:
        """Delete an extension.

        See :meth:`Customers.delete_extension`.
        """
        await self._call(
            DELETE_EXTENSION,
            path={
                "tenantUid": tenant_uid,
                "customerUid": customer_uid,
                "customerExtensionCode": customer_extension_code,
            },
            body={"storeUid": store_uid},
            options=options,
        )

    async def batch(
        self,
        tenant_uid: UID,
        *,
        create: Sequence[CustomerCreate | CustomerCreateParams] | Omit = OMIT,
        update: Sequence[CustomerBatchChange | CustomerBatchChangeParams] | Omit = OMIT,
        delete: Sequence[CustomerBatchDeletion | CustomerBatchDeletionParams] | Omit = OMIT,
        upsert: Sequence[CustomerBatchChange | CustomerBatchChangeParams] | Omit = OMIT,
        options: Options | None = None,
    ) -> Any:
        """Change many customers.

        See :meth:`Customers.batch`.
        """
        return await self._call(
            BATCH,
            path={"tenantUid": tenant_uid},
            body={"create": create, "update": update, "delete": delete, "upsert": upsert},
            options=options,
        )

    async def get_for_store(
        self, tenant_uid: UID, store_uid: UID, customer_uid: UID, *, options: Options | None = None
    ) -> StoreCustomer:
        """Get a customer as a store sees it.

        See :meth:`Customers.get_for_store`.
        """
        return await self._call(
            GET_FOR_STORE,
            path={"tenantUid": tenant_uid, "storeUid": store_uid, "customerUid": customer_uid},
            options=options,
        )
